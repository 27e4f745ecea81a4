"""The public functions of Python, a file for each subject. Each sets the process up first
(`ps.configure`) where nobody did."""
