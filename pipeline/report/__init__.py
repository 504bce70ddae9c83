"""Report: one self-contained page of a run, to pass on."""

from pipeline.report.page import render_report, write_report

__all__ = ["render_report", "write_report"]
