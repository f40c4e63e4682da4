from hypothesis import HealthCheck, Phase, settings

# The same examples in every run, however slow the machine: a failure that one person sees, everybody sees.
settings.register_profile(
    "ripeness",
    derandomize=True,
    deadline=None,
    max_examples=20,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ripeness")
