"""What PerfDesk costs, beside what the same would cost without it. Started by `build/benchmark.py`."""
