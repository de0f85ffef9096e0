package dev.crossrun.simulator.iam;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A policy document as IAM has read and accepted it; {@link PolicyParser} makes one. */
public final class PolicyDocument {
    private final List<Statement> statements;

    PolicyDocument(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    List<Statement> statements() {
        return statements;
    }

    /** What a trust policy names as principals of a type, e.g. all SAML providers. */
    public Set<String> principals(String type) {
        return statements.stream()
                .flatMap(statement -> statement.allPrincipals(type))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
