"""What is measured, each figure beside a peer or a limit of the same run: these machines are noisy, only ratios count."""
