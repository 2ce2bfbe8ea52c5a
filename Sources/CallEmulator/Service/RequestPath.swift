import CallAutomation
import CallModel

/// The whole path of a request to the service, top to bottom.
extension EmulatorCore {
    /// Answers one request. What it brings about lies in `takeEffects`.
    public mutating func serve(_ request: ServiceRequest, at time: Double) -> ServiceResponse {
        advance(to: time)
        var response: ServiceResponse
        do throws(ServiceError) {
            response = try serveOrRefuse(request)
        } catch {
            response = error.response
            // The id was there, but nothing was done for it.
            if error.status == 409, request.headers[Self.requestID] != nil {
                response.headers["Repeatability-Result"] = "rejected"
            }
        }
        if let id = request.headers["x-ms-client-request-id"] { response.headers["x-ms-client-request-id"] = id }
        return response
    }

    private mutating func serveOrRefuse(_ request: ServiceRequest) throws(ServiceError) -> ServiceResponse {
        if request.body.count > ServiceRequest.bodyLimit { throw .tooLarge }
        try verifier.check(request, at: now)
        let (operation, parameters) = try OperationTable.find(request)
        let version = try APIVersion.check(request)
        guard let handler = operation.handler else {
            throw ServiceError(
                status: 501, code: "8520", message: "The emulator does not emulate \(operation.name) yet.")
        }
        let body = try Fields(parsing: request.body)
        let repeatID = try repeatID(request, operation)
        if let repeatID, let known = try repeats.answer(repeatID, operation: operation.name, request: request) {
            return replay(known)
        }
        let operationRequest = OperationRequest(
            operation: operation.name, parameters: parameters, body: body, apiVersion: version)
        let correlationID = parameters.first.flatMap { connections[$0] }.flatMap { calls[$0]?.correlationID }
        var response = try handler(&self, operationRequest)
        let answered = response.body?["correlationId"]?.stringValue
        response.headers["X-Microsoft-Skype-Chain-ID"] = answered ?? correlationID
        if let repeatID {
            response.headers["Repeatability-Result"] = "accepted"
            repeats.remember(
                repeatID,
                .init(
                    operation: operation.name, target: request.target,
                    bodyHash: AccessKey.contentHash(request.body), response: response,
                    connectionID: response.body?["callConnectionId"]?.stringValue))
        }
        return response
    }

    private static let requestID = "repeatability-request-id"

    private func repeatID(_ request: ServiceRequest, _ operation: Operation) throws(ServiceError) -> String? {
        guard operation.isRepeatable, let id = request.headers[Self.requestID] else { return nil }
        guard let sent = request.headers["repeatability-first-sent"] else {
            throw .invalid("Repeatability-First-Sent", "is required beside Repeatability-Request-ID")
        }
        guard HTTPDate.parse(sent) != nil else {
            throw .invalid("Repeatability-First-Sent", "is no HTTP date")
        }
        return id
    }

    /// The first status again, with what is true now.
    private func replay(_ known: RepeatedRequests.Answer) -> ServiceResponse {
        var response = known.response
        if let connection = known.connectionID, let call = connections[connection].flatMap({ calls[$0] }) {
            response.body = call.properties
        }
        return response
    }
}
