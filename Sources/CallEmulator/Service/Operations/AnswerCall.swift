import CallModel

/// Takes an offer. The state in the response is `unknown`; CallConnected follows (protocol reference, section 6).
enum AnswerCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let offer = try body.requiredString("incomingCallContext")
        let allowHTTP = core.configuration.allowHTTPCallbacks
        guard let callback = try body.callbackAddress("callbackUri", allowHTTP: allowHTTP) else {
            throw .invalid("callbackUri", "is required")
        }
        let context = try body.string("operationContext")
        let intelligence = try body.object("callIntelligenceOptions")
        for option in ["mediaStreamingOptions", "transcriptionOptions"] where body.json[option] != nil {
            throw ServiceError(
                status: 501, code: "8520", message: "The emulator does not emulate \(option) of AnswerCall yet.")
        }
        guard let id = core.offers[offer] else { throw .notFound("Incoming call") }
        let connection = CallConnection(
            id: core.makeID(), callbackURI: callback, operationContext: context, apiVersion: request.apiVersion,
            answeredBy: try body.object("answeredBy")?.requiredString("id"),
            hasAIResource: try intelligence?.string("cognitiveServicesEndpoint") != nil)
        core.answer(id, connection)
        return ServiceResponse(status: 200, body: core.calls[id]?.properties(state: "unknown"))
    }
}
