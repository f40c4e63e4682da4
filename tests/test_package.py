from importlib.metadata import version

import ripeness


def test_the_package_and_its_metadata_agree_on_the_version():
    assert ripeness.__version__ == version("ripeness")
