# Stands for the script of a job where a test looks at templates only.
# gold_to_redshift
