import CallModel

/// The call that trials are made on.
enum TrialCall {
    /// When they are made, in seconds since 1970.
    static let time = 1_790_000_000.0
}

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
    /// The same, where nothing is missing that other findings tell of, or that is known only where the flow runs; and with
    /// room for what no call waits for.
    var forTrials: FlowEnvironment {
        var environment = self
        environment.aiResource = aiResource ?? "https://example.cognitiveservices.azure.com"
        environment.callerID = callerID ?? "+18005550199"
        environment.ownedNumbers = []
        environment.web.secrets = nil
        environment.limits.tasks = .max
        environment.limits.lua.instructions = 20_000_000
        environment.limits.lua.cpuSeconds = 2
        environment.limits.lua.memoryBytes = 64 << 20
        return environment
    }
}
