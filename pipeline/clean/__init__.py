"""Clean: from a reader's blocks to the text as stored."""
