"""Files out: one module a format, all with the same face.

An exporter is a function ``export_x(timeline, *, setting=default, …)`` that gives text or bytes and one row in
``timeline.registry.exporters``, from which ``Timeline.export`` and the command line take it. Its keyword-only settings
are what ``timeline export --set`` can set. What it cannot write it reports, and never drops in silence: where that can
happen it takes ``report``, a list to which it adds a ``Problem`` for each thing that is left out.

To add one: write the function in a module of its own here and give the registry its row; a third party names it in an
entry point of the group ``timeline.exporters``. A module whose format can be written in parts has a generator
``stream`` beside it, which holds one part in memory at a time; ``timeline.files.write_atomically`` takes either.
"""
