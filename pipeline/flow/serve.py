"""Serve the flow as a Prefect deployment: `python -m pipeline.flow.serve [NAME]`.

The process waits for runs of the deployment `chitieu/NAME` (default `documents`) on the configured Prefect server and
carries them out on this machine; see docs/deployment.md.
"""

from __future__ import annotations

import sys

from pipeline.flow.engine import configured_api, keep_quiet


def main() -> int:
    """Serve until interrupted. Returns 2 where no server is configured: nobody could trigger a run."""
    keep_quiet()
    if configured_api() is None:
        print(
            "Cần PREFECT_API_URL của một máy chủ Prefect / PREFECT_API_URL of a Prefect server is needed",
            file=sys.stderr,
        )
        return 2
    from prefect.types.entrypoint import EntrypointType

    from pipeline.flow.tasks import chitieu_flow

    chitieu_flow.serve(
        name=sys.argv[1] if len(sys.argv) > 1 else "documents",
        tags=["chitieu"],
        description="Văn bản → bảng số liệu / documents → tables",
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
