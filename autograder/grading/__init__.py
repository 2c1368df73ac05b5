"""One submission graded, and many: over workers here or on a cluster, into a folder of results. Nothing
here runs student code itself."""
