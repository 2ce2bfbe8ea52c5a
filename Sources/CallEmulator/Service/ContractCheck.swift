import CallAutomation

/// Holds a request body against the published contract, before any handler reads it.
enum ContractCheck {
    /// Refuses the body with the first fault.
    /// - Parameter refusesUnknown: whether members that the contract does not know are faults; the contract describes
    ///   the newest stable version, so those of older versions are let through.
    static func check(
        _ body: Fields, _ operation: Operation, apiVersion: String, refusesUnknown: Bool
    ) throws(ServiceError) {
        guard let contract = operation.contract, contract.requestDefinition != nil else { return }
        let isDescribed = apiVersion == ServiceContract.version || apiVersion.hasSuffix("-preview")
        let faults = ServiceContract.validateRequest(operation: contract, body: body.json, apiVersion: apiVersion)
        for fault in faults {
            switch fault.kind {
            case .unexpected, .notInVersion: if !refusesUnknown || !isDescribed { continue }
            case .missing, .wrongType, .outOfRange, .notAllowed, .malformed: break
            }
            throw .invalid(fault.path.isEmpty ? "the body" : fault.path, fault.sentence)
        }
    }
}
