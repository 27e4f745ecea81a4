"""What-ifs run live: a queue, one model process, answers kept by digest."""
