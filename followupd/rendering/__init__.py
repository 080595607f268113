"""What is said to people and to programs: values of the core as harmless text and as JSON, the same from everywhere."""
