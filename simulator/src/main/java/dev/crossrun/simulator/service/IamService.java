package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AWS Identity and Access Management: SAML providers, managed policies, roles and the policy simulator. */
public final class IamService implements Service {
    private final Map<String, IamEntities.Operation> operations = new HashMap<>();

    public IamService() {
        operations.putAll(IamSamlProviders.operations());
        operations.putAll(IamPolicies.operations());
        operations.putAll(IamRoles.operations());
        operations.putAll(IamSimulation.operations());
    }

    @Override
    public String actionPrefix() {
        return "iam";
    }

    @Override
    public boolean has(String operation) {
        return operations.containsKey(operation);
    }

    /** To create something with tags one must be allowed to tag it, too. */
    @Override
    public List<String> actions(ServiceCall call) {
        List<String> actions = new ArrayList<>(Service.super.actions(call));
        if (call.operation().startsWith("Create") && call.input().has("Tags")) {
            actions.add(actionPrefix() + ":" + call.operation().replace("Create", "Tag"));
        }
        return actions;
    }

    @Override
    public String resource(ServiceCall call) {
        if (IamSamlProviders.operations().containsKey(call.operation())) {
            return IamSamlProviders.resource(call);
        }
        if (IamPolicies.operations().containsKey(call.operation())) {
            return IamPolicies.resource(call);
        }
        return IamRoles.operations().containsKey(call.operation())
                ? IamRoles.resource(call)
                : IamSimulation.resource(call);
    }

    @Override
    public boolean readOnly(String operation) {
        return operation.matches("(Get|List|Simulate).*");
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        IamEntities.Operation operation = operations.get(call.operation());
        if (operation == null) {
            throw new ServiceError(400, "InvalidAction", "Could not find operation " + call.operation());
        }
        return operation.run(call);
    }
}
