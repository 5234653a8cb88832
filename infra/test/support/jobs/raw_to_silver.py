# Stands for the script of a job where a test looks at templates only.
# raw_to_silver
