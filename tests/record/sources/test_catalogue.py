from ripeness.record.sources.catalogue import SOURCES


def test_each_source_is_filed_under_its_name_and_says_where_it_comes_from():
    for name, source in SOURCES.items():
        assert source.name == name
        assert all([source.title, source.version, source.citation, source.numbers])
        assert source.home.startswith("https://")
        assert not set(source.numbers) & set(source.texts)


def test_two_sources_never_share_a_file():
    stems = [source.file.rsplit("/", 1)[-1] for source in SOURCES.values()]
    assert len(set(stems)) == len(stems)
