package dev.crossrun.api.archive;

import java.util.List;
import java.util.Optional;

/** Files of the archive by their names, such as {@code chain/0000000001.jws}. Several processes write at once. */
public interface RecordStore {
    /** Writes a file durably and at once; false if there is one of that name, which stays as it is. */
    boolean create(String name, byte[] content);

    /** Empty if there is no such file. */
    Optional<byte[]> read(String name);

    /** A second call does nothing. */
    void delete(String name);

    /** The names of all files whose names begin with {@code folder} and a slash, in order. */
    List<String> names(String folder);
}
