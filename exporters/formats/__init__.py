"""Model to bytes, one room per format."""
