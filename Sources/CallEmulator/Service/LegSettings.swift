import CallModel

/// What create, answer and connect have in common: where the events of the new connection go.
struct LegSettings: Sendable {
    let callbackURI: String
    let operationContext: String?
    let hasAIResource: Bool
    let streams: StreamSettings

    init(_ request: OperationRequest, _ core: EmulatorCore) throws(ServiceError) {
        let body = request.body
        let allowHTTP = core.configuration.allowHTTPCallbacks
        guard let callback = try body.callbackAddress("callbackUri", allowHTTP: allowHTTP) else {
            throw body.missing("callbackUri")
        }
        callbackURI = callback
        operationContext = try body.string("operationContext")
        try core.checkContext(operationContext)
        let intelligence = try body.object("callIntelligenceOptions")
        hasAIResource = try intelligence?.string("cognitiveServicesEndpoint") != nil
        streams = try StreamSettings(request, core, hasAIResource: hasAIResource)
    }
}

/// What actions in a call have in common: the text that returns in their events, and where these go.
struct ActionSettings: Sendable {
    let context: String?
    let callback: String?

    init(_ request: OperationRequest, _ core: EmulatorCore) throws(ServiceError) {
        context = try request.body.string("operationContext")
        try core.checkContext(context)
        callback = try request.body.callbackAddress(
            "operationCallbackUri", allowHTTP: core.configuration.allowHTTPCallbacks)
    }

    /// The members of a response that repeat the context.
    var response: JSONObject { ["operationContext": context.map(JSONValue.string)] }
}
