"""What runs on the student's side: `check`, in the student's own process. No grade may rest on what it says there."""
