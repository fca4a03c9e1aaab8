"""Static files under names that carry their content, modules that import each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """WhiteNoise's storage, which also rewrites `import "./x.js"` to the hashed name.

    Without it a browser could mix modules of two versions.
    """

    support_js_module_import_aggregation = True
