"""How the properties are tried: the same examples on every run, unless HYPOTHESIS_PROFILE=random asks for new ones."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The suite has to fail for the one reason that something broke; looking for new examples is a run of its own.
QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much)
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=QUIET)
settings.register_profile("random", deadline=None, suppress_health_check=QUIET, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
