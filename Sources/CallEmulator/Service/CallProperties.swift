import CallModel

extension EmulatorCore {
    /// CallConnectionProperties of a leg as it is now (protocol reference, section 6).
    /// - Parameter state: another state than the leg's own.
    func properties(of leg: CallLeg, state: String? = nil) -> JSONValue {
        let call = calls[leg.callID]
        // A call that is being made has no id yet that others could use (observed).
        let hasServerCall = leg.origin != .created || leg.state == .connected || leg.state == .transferring
        return [
            "callConnectionId": .string(leg.id),
            "serverCallId": hasServerCall ? call.map { .string($0.serverCallID) } : nil,
            "targets": .array(leg.targets.map(\.json)), "callConnectionState": .string(state ?? leg.state.wireName),
            "callbackUri": .string(leg.callbackURI),
            "sourceCallerIdNumber": leg.callerNumber.map { ["value": .string($0)] },
            "sourceDisplayName": leg.displayName.map(JSONValue.string), "source": leg.source?.json,
            "correlationId": call.map { .string($0.correlationID) },
            "answeredBy": leg.answeredBy.map { ["id": .string($0)] },
            "mediaStreamingSubscription": leg.media.map(mediaSubscription),
            "transcriptionSubscription": leg.transcription.map(transcriptionSubscription),
        ]
    }

    private func mediaSubscription(_ stream: LegStream) -> JSONValue {
        [
            "id": .string(stream.id), "state": .string(stream.state.wireName), "subscribedContentTypes": ["audio"],
        ]
    }

    private func transcriptionSubscription(_ stream: LegStream) -> JSONValue {
        [
            "id": .string(stream.id), "state": .string(stream.state.wireName),
            "subscribedResultTypes": stream.tellsGuesses ? ["final", "intermediate"] : ["final"],
            "locale": .string(stream.locale),
        ]
    }

    /// An identity for an application that named none.
    func generatedIdentity() -> CommunicationIdentifier {
        CommunicationIdentifier(rawID: "8:acs:\(makeID())_\(makeID())")
    }
}
