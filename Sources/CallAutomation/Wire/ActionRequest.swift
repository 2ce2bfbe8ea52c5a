import CallModel

/// Why an action cannot become a request. A mistake of the caller: nothing was sent.
public struct RequestFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence without a full stop.
    public let description: String
}

/// One place that knows method, path and body of every action (protocol reference, section 5).
public enum ActionRequest {
    /// The newest stable version of the service's interface; what requests ask for by default.
    public static let defaultAPIVersion = ServiceVersion.newest
    /// The only version in which participants can be unmuted and a new call can carry a custom context.
    public static let previewAPIVersion = ServiceVersion.unmutePreview

    /// Makes the exact request of an action. Pure: the same action gives the same bytes.
    /// - Parameters:
    ///   - callConnectionID: needed by all that are about a connection; answer, reject, redirect, create and connect are not.
    ///   - endpoint: the service's own address, against which links to further pages are checked.
    public static func prepare(
        _ action: CallAction, callConnectionID: String?, apiVersion: String = defaultAPIVersion,
        endpoint: ServiceEndpoint? = nil
    ) throws(RequestFault) -> PreparedRequest {
        try action.check(apiVersion: apiVersion)
        func calls(_ suffix: String, _ body: [UInt8]) -> PreparedRequest {
            PreparedRequest(
                method: "POST", path: RequestPath.calls(suffix, apiVersion: apiVersion), body: body,
                takesRepeatability: true)
        }
        switch action {
        case .createCall(let create): return calls("", create.requestBody)
        case .connectCall(let connect): return calls(":connect", connect.requestBody)
        case .answer(let answer): return calls(":answer", answer.requestBody)
        case .reject(let reject): return calls(":reject", reject.requestBody)
        case .redirect(let redirect): return calls(":redirect", redirect.requestBody)
        case .startRecording(let start):
            return PreparedRequest(
                method: "POST", path: RequestPath.recordings(apiVersion: apiVersion), body: start.requestBody,
                takesRepeatability: true)
        case .pauseRecording(let recording): return ofRecording("POST", recording, ":pause", apiVersion)
        case .resumeRecording(let recording): return ofRecording("POST", recording, ":resume", apiVersion)
        case .stopRecording(let recording): return ofRecording("DELETE", recording, "", apiVersion)
        case .recordingState(let recording): return ofRecording("GET", recording, "", apiVersion)
        default:
            guard let id = callConnectionID, !id.isEmpty else {
                throw RequestFault(description: "\(action.name) needs the id of a call connection")
            }
            return try onConnection(action, id, Target(apiVersion: apiVersion, endpoint: endpoint))
        }
    }

    private static func ofRecording(
        _ method: String, _ recording: RecordingAction, _ suffix: String, _ apiVersion: String
    ) -> PreparedRequest {
        PreparedRequest(
            method: method, path: RequestPath.recording(recording.recordingID, suffix, apiVersion: apiVersion))
    }

    private struct Target {
        var apiVersion: String
        var endpoint: ServiceEndpoint?
    }

    private static func onConnection(
        _ action: CallAction, _ id: String, _ target: Target
    ) throws(RequestFault) -> PreparedRequest {
        func path(_ suffix: String) -> String { RequestPath.call(id, suffix, apiVersion: target.apiVersion) }
        func post(_ suffix: String, _ body: [UInt8] = [], repeatable: Bool = true) -> PreparedRequest {
            PreparedRequest(method: "POST", path: path(suffix), body: body, takesRepeatability: repeatable)
        }
        switch action {
        case .hangUp(forEveryone: true): return post(":terminate")
        case .hangUp(forEveryone: false): return PreparedRequest(method: "DELETE", path: path(""))
        case .properties: return PreparedRequest(method: "GET", path: path(""))
        case .transfer(let transfer): return post(":transferToParticipant", transfer.requestBody)
        case .addParticipant(let add): return post("/participants:add", add.requestBody)
        case .cancelAddParticipant(let cancel):
            return post("/participants:cancelAddParticipant", try cancel.requestBody())
        case .removeParticipant(let remove): return post("/participants:remove", remove.requestBody)
        case .moveParticipants(let move): return post("/participants:moveHere", move.requestBody)
        case .muteParticipant(let mute): return post("/participants:mute", mute.requestBody)
        case .unmuteParticipant(let unmute): return post("/participants:unmute", unmute.requestBody)
        case .listParticipants(let page):
            guard let page else { return PreparedRequest(method: "GET", path: path("/participants")) }
            return PreparedRequest(
                method: "GET",
                path: try NextLink(page).path(
                    onto: RequestPath.call(id, "/participants"), apiVersion: target.apiVersion,
                    endpoint: target.endpoint))
        case .getParticipant(let participant):
            return PreparedRequest(
                method: "GET", path: path("/participants/\(RequestPath.encoded(participant.rawID))"))
        case .play(let play): return post(":play", play.requestBody, repeatable: false)
        case .recognize(let recognize): return post(":recognize", recognize.requestBody, repeatable: false)
        case .cancelAllMedia: return post(":cancelAllMediaOperations", repeatable: false)
        case .sendDTMF(let send): return post(":sendDtmfTones", send.requestBody)
        case .startContinuousDTMF(let start):
            return post(":startContinuousDtmfRecognition", start.requestBody, repeatable: false)
        case .stopContinuousDTMF(let stop):
            return post(":stopContinuousDtmfRecognition", stop.requestBody, repeatable: false)
        case .startTranscription(let start): return post(":startTranscription", start.requestBody, repeatable: false)
        case .stopTranscription(let stop): return post(":stopTranscription", stop.requestBody, repeatable: false)
        case .updateTranscription(let update):
            return post(":updateTranscription", update.requestBody, repeatable: false)
        case .startMediaStreaming(let start):
            return post(":startMediaStreaming", start.requestBody, repeatable: false)
        case .stopMediaStreaming(let stop): return post(":stopMediaStreaming", stop.requestBody, repeatable: false)
        case .hold(let hold): return post(":hold", hold.holdBody, repeatable: false)
        case .interruptAudioAndAnnounce(let announce):
            return post(":interruptAudioAndAnnounce", announce.requestBody, repeatable: false)
        case .unhold(let unhold): return post(":unhold", unhold.unholdBody, repeatable: false)
        case .createCall, .connectCall, .answer, .reject, .redirect, .startRecording, .pauseRecording,
            .resumeRecording, .stopRecording, .recordingState:
            throw RequestFault(description: "\(action.name) is not about a call connection")
        }
    }
}
