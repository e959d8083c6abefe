"""Extract, map, load, report: operators that wire hooks, history and the pure core together."""
