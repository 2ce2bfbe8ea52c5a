import CallAutomation
import CallModel

/// The whole path of a request to the service, top to bottom.
extension EmulatorCore {
    /// Answers one request. What it brings about lies in `takeEffects`.
    public mutating func serve(_ request: ServiceRequest, at time: Double) -> ServiceResponse {
        exchange(request, at: time).response
    }

    /// Answers one request, and says what faults do to its answer. What it brings about lies in `takeEffects`.
    public mutating func exchange(_ request: ServiceRequest, at time: Double) -> ServiceExchange {
        advance(to: time)
        decision = ServiceDecision()
        var fate = fate(of: request)
        var response: ServiceResponse
        do throws(ServiceError) {
            if let error = fate.error(skew: configuration.dateSkew) { throw error }
            response = try serveOrRefuse(request)
        } catch {
            response = error.response
            decision.kind = .refused
        }
        // Nothing follows from it that an answer could wait for.
        if request.method == "GET" || decision.kind != .executed { fate.eventWait = nil }
        if let id = request.headers["x-ms-client-request-id"] { response.headers["x-ms-client-request-id"] = id }
        let exchange = ServiceExchange(
            response: response, fate: fate,
            connectionID: decision.connectionID ?? response.body?["callConnectionId"]?.stringValue,
            runningID: decision.kind == .executed && answersLater ? request.headers[Self.requestID] : nil,
            decision: decision)
        requests.add(request, exchange, at: now)
        return exchange
    }

    /// What goes wrong with a request.
    private mutating func fate(of request: ServiceRequest) -> RequestFate {
        guard !faults.isEmpty, let found = try? OperationTable.find(request) else { return RequestFate() }
        note(found.operation, found.parameters)
        return faults.request(found.operation.name)
    }

    private mutating func note(_ operation: Operation, _ parameters: [String]) {
        decision.operation = operation.name
        decision.connectionID =
            operation.template.contains { $0.hasPrefix("{callConnectionId}") } ? parameters.first : nil
    }

    private mutating func serveOrRefuse(_ request: ServiceRequest) throws(ServiceError) -> ServiceResponse {
        if request.body.count > ServiceRequest.bodyLimit { throw .tooLarge }
        try verifier.check(request, at: now)
        try checkPace()
        let (operation, parameters) = try OperationTable.find(request)
        note(operation, parameters)
        let version = try APIVersion.check(request)
        guard operation.exists(in: version) else {
            throw ServiceError(
                status: 404, code: "8522",
                message: "\(operation.name) is no operation of \(version); "
                    + "it is one of \(operation.versions.joined(separator: ", ")).")
        }
        guard let handler = operation.handler else {
            throw ServiceError(
                status: 501, code: "8520", message: "The emulator does not emulate \(operation.name) yet.")
        }
        let body = try Fields(parsing: request.body)
        try ContractCheck.check(
            body, operation, apiVersion: version, refusesUnknown: configuration.refusesUnknownMembers)
        let repeatID = try repeatID(request, operation)
        if let repeatID, let known = try repeats.answer(repeatID, operation: operation.name, request: request) {
            decision.kind = .repeated
            return replay(known)
        }
        let operationRequest = OperationRequest(
            operation: operation.name, parameters: parameters, body: body, apiVersion: version)
        let correlationID = parameters.first.flatMap { leg($0) }.flatMap { calls[$0.callID]?.correlationID }
        var response = try handler(&self, operationRequest)
        decision.kind = .executed
        let answered = response.body?["correlationId"]?.stringValue
        response.headers["X-Microsoft-Skype-Chain-ID"] = answered ?? correlationID
        if let repeatID {
            response.headers["Repeatability-Result"] = "accepted"
            repeats.remember(
                repeatID,
                .init(
                    operation: operation.name, target: request.target,
                    bodyHash: AccessKey.contentHash(request.body), response: response,
                    connectionID: response.body?["callConnectionId"]?.stringValue), isRunning: answersLater)
        }
        return response
    }

    private static let requestID = "repeatability-request-id"

    private func repeatID(_ request: ServiceRequest, _ operation: Operation) throws(ServiceError) -> String? {
        guard operation.isRepeatable, let id = request.headers[Self.requestID] else { return nil }
        guard let sent = request.headers["repeatability-first-sent"] else {
            throw .invalid("Repeatability-First-Sent", "is required beside Repeatability-Request-ID")
        }
        guard let firstSent = HTTPDate.parse(sent) else {
            throw .invalid("Repeatability-First-Sent", "is no HTTP date")
        }
        guard now - firstSent <= configuration.repeatabilityWindow else {
            throw ServiceError(
                status: 412, code: "8583",
                message: "Repeatability-First-Sent is more than \(Int(configuration.repeatabilityWindow)) seconds ago.",
                isRejectedRepeat: true)
        }
        return id
    }

    /// The answer to a repeatable request has been given: it does not run any more.
    public mutating func finish(_ repeatID: String) { repeats.finish(repeatID) }

    /// The first status again, with what is true now.
    private func replay(_ known: RepeatedRequests.Answer) -> ServiceResponse {
        var response = known.response
        if let id = known.connectionID, let leg = leg(id) { response.body = properties(of: leg) }
        return response
    }
}
