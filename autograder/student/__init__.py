"""What runs on the student's side: `check`, in the student's own process, so no grade may rest on it."""
