"""The one document model: what a newsroom wrote, before anything decides how it looks."""
