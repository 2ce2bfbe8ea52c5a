import CallAutomation
import CallModel
import Testing

/// Every request that the client can send, held against the contract.
@Suite struct RequestContractTests {
    private func request(_ action: CallAction, _ apiVersion: String) throws -> PreparedRequest {
        try ActionRequest.prepare(action, callConnectionID: ActionCombinations.connection, apiVersion: apiVersion)
    }

    @Test func everyRequestFitsTheContract() throws {
        for (action, apiVersion) in ActionCombinations.all {
            let request = try request(action, apiVersion)
            let operation = try #require(
                ServiceContract.operation(method: request.method, path: request.path), "\(request.path)")
            #expect(action.rule.operations.contains(operation.id), "\(action.name) became \(operation.id)")
            #expect(operation.isAvailable(in: apiVersion))
            #expect(operation.takesRepeatability == request.takesRepeatability, "\(operation.id)")
            let body = request.body.isEmpty ? nil : try JSONValue(parsing: request.body)
            let faults = ServiceContract.validateRequest(operation: operation, body: body, apiVersion: apiVersion)
            #expect(faults == [], "\(operation.id): \(body?.text ?? "")")
            #expect(request.path.hasSuffix("api-version=\(apiVersion)"))
            #expect(try self.request(action, apiVersion) == request)
        }
    }

    @Test func theRepeatClassFollowsTheContract() throws {
        for (action, apiVersion) in ActionCombinations.all {
            #expect(try request(action, apiVersion).takesRepeatability == (action.repeatClass == .id), "\(action.name)")
        }
    }

    @Test func theCombinationsHaveEveryKindAndEveryOption() throws {
        #expect(Set(ActionCombinations.all.map(\.action.kind)) == Set(ActionKind.allCases))
        var sent: [String: Set<String>] = [:]
        for (action, apiVersion) in ActionCombinations.all {
            let request = try request(action, apiVersion)
            guard let operation = ServiceContract.operation(method: request.method, path: request.path),
                let definition = operation.requestDefinition
            else { continue }
            let members = try JSONValue(parsing: request.body).objectValue?.members.map(\.name) ?? []
            sent[definition, default: []].formUnion(members)
        }
        for (definition, members) in sent {
            for version in [ActionRequest.defaultAPIVersion, ActionRequest.previewAPIVersion] {
                // What a preview does with a recording afterwards is in no stable version.
                let missing = Set(ServiceContract.members(of: definition, apiVersion: version)).subtracting(members)
                    .subtracting(["postProcessingOptions"])
                #expect(missing == Self.unused[definition, default: []], "\(definition)")
            }
        }
    }

    @Test func theCombinationsHaveEveryMemberOfACustomContext() throws {
        let places = [
            ("CustomCallingContext", [String]()), ("TeamsPhoneCallDetails", ["teamsPhoneCallDetails"]),
            ("TeamsPhoneCallerDetails", ["teamsPhoneCallDetails", "teamsPhoneCallerDetails"]),
            ("TeamsPhoneSourceDetails", ["teamsPhoneCallDetails", "teamsPhoneSourceDetails"]),
        ]
        for kind in [ActionKind.createCall, .transfer, .addParticipant] {
            var sent: [String: Set<String>] = [:]
            for (action, apiVersion) in ActionCombinations.all where action.kind == kind {
                let body = try JSONValue(parsing: request(action, apiVersion).body)
                for (definition, path) in places {
                    let object = path.reduce(body["customCallingContext"]) { $0?[$1] }
                    sent[definition, default: []].formUnion(object?.objectValue?.members.map(\.name) ?? [])
                }
            }
            for (definition, _) in places {
                let members = ServiceContract.members(of: definition)
                #expect(!members.isEmpty && sent[definition] == Set(members), "\(kind): \(definition)")
            }
        }
    }

    /// Members of request bodies that the client does not send, and why.
    private static let unused: [String: Set<String>] = [
        // The target sees the transferee's own number (protocol reference, section 11).
        "TransferToParticipantRequest": ["sourceCallerIdNumber"]
    ]
}

/// Contract, actions and client name the same operations.
@Suite struct OperationParityTests {
    @Test func everyOperationHasAnActionOrAReason() {
        let ruled = Set(ActionRule.all.flatMap(\.operations))
        for operation in ServiceContract.operations where operation.previewVersion == nil {
            let reason = ServiceContract.notYet[operation.id]
            #expect(ruled.contains(operation.id) == (reason == nil), "\(operation.id)")
            #expect(reason?.isEmpty != true)
        }
        let known = Set(ServiceContract.operations.map(\.id))
        #expect(ruled.isSubset(of: known))
        #expect(known.isSuperset(of: ServiceContract.notYet.keys))
    }

    @Test func everyOperationOfAnActionHasARequest() throws {
        var requested: Set<String> = []
        for (action, apiVersion) in ActionCombinations.all {
            let request = try ActionRequest.prepare(
                action, callConnectionID: ActionCombinations.connection, apiVersion: apiVersion)
            requested.insert(try #require(ServiceContract.operation(method: request.method, path: request.path)).id)
        }
        #expect(requested == Set(ActionRule.all.flatMap(\.operations)))
    }

    @Test func everyActionHasARule() {
        #expect(
            ActionRule.all.map(\.kind).sorted { $0.rawValue < $1.rawValue }
                == ActionKind.allCases.sorted { $0.rawValue < $1.rawValue })
    }

    @Test func theEventsOfTheRulesAreInTheContract() {
        for rule in ActionRule.all {
            for event in [rule.success].compactMap({ $0 }) + rule.failures {
                #expect(ServiceContract.events.contains(event), "\(event)")
            }
        }
    }
}
