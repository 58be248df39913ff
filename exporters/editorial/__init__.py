"""What a desk does to copy before it goes out: model in, model and diagnostics out."""
