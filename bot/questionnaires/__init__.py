"""The questions as files to take away: PDF and Word, made on demand."""
