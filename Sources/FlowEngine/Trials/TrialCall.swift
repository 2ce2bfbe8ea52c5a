import CallModel

extension CallView {
    /// A connected call of two phones, for which nothing is missing.
    static func trial(voice: Voice) -> CallView {
        var call = CallView(state: "connected")
        call.from = try? CommunicationIdentifier(phoneNumber: PhoneNumber("+14255550123"))
        call.to = try? CommunicationIdentifier(phoneNumber: PhoneNumber("+18005550199"))
        call.otherParty = call.from
        call.callConnectionID = "trial"
        call.serverCallID = "trial"
        call.correlationID = "trial"
        call.voice = voice
        return call
    }
}

extension FlowEnvironment {
    /// The same, where nothing is missing that other findings tell of.
    var forTrials: FlowEnvironment {
        var environment = self
        environment.aiResource = aiResource ?? "https://example.cognitiveservices.azure.com"
        environment.callerID = callerID ?? "+18005550199"
        // Which there are is known where the flow runs.
        environment.web.secrets = nil
        return environment
    }
}
