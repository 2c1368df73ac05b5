"""The other side of the wall: all that shares a process with student code. It knows the treaty and nothing else of ours;
no score, expected value, hidden test or other submission may ever be here."""
