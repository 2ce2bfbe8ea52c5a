import CallModel

extension Call {
    /// CallConnectionProperties of the application's leg, as it is now (protocol reference, section 6).
    var properties: JSONValue { properties(state: connectionState) }

    /// The same with another state.
    func properties(state: String) -> JSONValue {
        [
            "callConnectionId": connection.map { .string($0.id) }, "serverCallId": .string(serverCallID),
            "targets": .array([callee.json]), "callConnectionState": .string(state),
            "callbackUri": connection.map { .string($0.callbackURI) },
            "sourceCallerIdNumber": caller.phoneNumber.map { ["value": .string($0)] },
            "sourceDisplayName": .string(displayName), "source": caller.json,
            "correlationId": .string(correlationID), "answeredBy": connection?.answeredBy.map { ["id": .string($0)] },
        ]
    }

    private var connectionState: String {
        switch state {
        case .ringing, .connecting: "connecting"
        case .connected: "connected"
        case .transferring: "transferring"
        case .ended: "disconnected"
        }
    }
}
