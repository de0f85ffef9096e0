package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.Runbook;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runbooks that this process offered, by name. */
public final class OfferedRunbooks {
    private final Map<String, OfferedRunbook> byName = new LinkedHashMap<>();

    public OfferedRunbooks(List<Runbook<?>> runbooks) {
        runbooks.forEach(runbook -> byName.put(runbook.name(), new OfferedRunbook(runbook)));
    }

    public Collection<OfferedRunbook> all() {
        return byName.values();
    }

    /** Whether there is a runbook of this name. */
    public boolean contains(String name) {
        return byName.containsKey(name);
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * The runbook of this name.
     *
     * @throws ApiException 404 if none is offered under it
     */
    public OfferedRunbook require(String name) {
        OfferedRunbook offer = byName.get(name);
        if (offer == null) {
            throw ApiException.notFound("There is no runbook " + name + ": " + String.join(", ", byName.keySet()));
        }
        return offer;
    }
}
