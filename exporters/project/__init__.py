"""A newsroom's project: broadsheet.toml read, planned, and built so that only what changed is made anew."""
