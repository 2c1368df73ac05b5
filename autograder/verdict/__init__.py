"""What is right, what is wrong and why: in the trusted process alone, by comparing answers,
never by running student code."""
