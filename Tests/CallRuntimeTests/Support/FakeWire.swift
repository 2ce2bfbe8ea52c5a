import CallModel

/// Requests whose body says in words what they ask for.
enum FakeWire {
    struct NoConnection: Error {}
    struct Refused: Error {}

    static func prepare(_ action: CallAction, callConnectionID: String?) throws -> PreparedRequest {
        var words = [action.name]
        switch action {
        case .answer, .reject, .redirect, .createCall, .connectCall: break
        case _ where action.kind.isOfRecording: break
        default:
            guard let callConnectionID else { throw NoConnection() }
            words.append(callConnectionID)
        }
        switch action {
        case .answer(let answer):
            words.append(answer.operationContext ?? "-")
            words += [answer.transcription?.transportURL, answer.mediaStreaming?.transportURL].compactMap { $0 }
        case .reject(let reject): words.append(reject.reason.rawValue)
        case .play(let play):
            words += try play.sources.map(text)
            if play.loop { words.append("(loop)") }
            if play.interrupt { words.append("(interrupt)") }
        case .recognize(let recognize):
            words += try recognize.prompts.map(text)
            switch recognize.input {
            case .dtmf(let keys): words.append("max \(keys.maxTones ?? 0)")
            case .speech: words.append("speech")
            case .speechOrDTMF(_, let keys): words.append("speech or max \(keys.maxTones ?? 0)")
            case .choices(let choices, _): words += choices.map(\.label)
            }
            if recognize.interrupt { words.append("(interrupt)") }
        case .transfer(let transfer): words.append(transfer.target.rawID)
        case .hangUp(let forEveryone): words.append(forEveryone ? "everyone" : "leave")
        case .redirect(let redirect): words.append(redirect.target.rawID)
        case .createCall(let create):
            words += create.targets.map(\.rawID)
            if let number = create.sourceCallerIDNumber { words.append("as \(number)") }
        case .connectCall(let connect): words.append("\(connect.locator)")
        case .addParticipant(let add):
            words.append(add.target.rawID)
            words += add.customCallingContext?.voipHeaders.map(\.value) ?? []
        case .cancelAddParticipant(let cancel):
            guard case .id(let invitation) = cancel.invitation else { throw Refused() }
            words.append(invitation)
        case .removeParticipant(let remove): words.append(remove.target.rawID)
        case .moveParticipants(let move): words += move.targets.map(\.rawID) + ["from", move.fromCall]
        case .muteParticipant(let mute), .unmuteParticipant(let mute): words += mute.targets.map(\.rawID)
        case .getParticipant(let target): words.append(target.rawID)
        case .listParticipants(let page): words += page.map { [$0] } ?? []
        case .sendDTMF(let send): words += [String(send.tones.map(\.key)), send.target.rawID]
        case .startContinuousDTMF(let keys), .stopContinuousDTMF(let keys): words.append(keys.target.rawID)
        case .hold(let hold), .unhold(let hold):
            words.append(hold.target.rawID)
            words += try hold.music.map { [try text($0)] } ?? []
        case .interruptAudioAndAnnounce(let announce):
            words += try announce.sources.map(text) + [announce.target?.rawID ?? "-"]
        case .startRecording(let start): words += [start.format.rawValue, start.stateCallbackURI]
        case .pauseRecording(let recording), .resumeRecording(let recording), .stopRecording(let recording),
            .recordingState(let recording):
            words.append(recording.recordingID)
        case .startTranscription(let action), .updateTranscription(let action): words.append(action.locale ?? "-")
        case .properties, .cancelAllMedia, .stopTranscription, .startMediaStreaming, .stopMediaStreaming: break
        }
        if action.operationCallbackURI != nil { words.append("(elsewhere)") }
        return PreparedRequest(
            method: "POST", path: "/" + action.name, body: Array(words.joined(separator: " ").utf8),
            takesRepeatability: action.repeatClass == .id)
    }

    private static func text(_ source: PlaySource) throws -> String {
        switch source.content {
        case .cached(let source, _): return try text(source)
        case .ssml(let markup, _): return markup
        case .file(let uri): return uri
        case .text(let text, _):
            if text == "unpreparable" { throw Refused() }
            return text
        }
    }
}
