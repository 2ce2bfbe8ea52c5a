import CallAudio
import CallModel
import Hummingbird

/// Prompts as sound, for whoever wants to hear them: `GET /emulator/v1/prompts/{call_id}/{seq}` and
/// `GET /emulator/v1/prompts?text=…&locale=…`. At the voice's natural pace, however fast the emulator's media go.
enum PromptRoutes {
    /// The longest text, in characters.
    static let textLimit = 4_000

    static func takes(_ request: ServiceRequest) -> Bool {
        request.method == "GET"
            && (request.path == "/emulator/v1/prompts" || request.path.hasPrefix("/emulator/v1/prompts/"))
    }

    static func respond(to request: ServiceRequest, isLocal: Bool, _ emulator: CallEmulator) async -> Response {
        do throws(ControlError) {
            try await emulator.guardLocal(request, isLocal: isLocal)
            let control = try ControlRequest(request)
            let sources = try await sources(control, emulator)
            let speaker = PromptSpeaker(voices: emulator.voices)
            let file = try await SoundThread.run { () throws(ControlError) in try speaker.file(of: sources) }
            do throws(ServiceError) {
                return try await SoundAnswer.response(file, request.headers["range"])
            } catch {
                throw ControlError(status: error.status, message: error.message)
            }
        } catch {
            return EmulatorServer.response(error.response)
        }
    }

    private static func sources(
        _ request: ControlRequest, _ emulator: CallEmulator
    ) async throws(ControlError) -> [PromptSource] {
        switch request.parts.count {
        case 1: return [try source(request)]
        case 3:
            guard let seq = Int(request.parts[2]) else {
                throw ControlError(
                    status: 404, message: "there is no entry \(request.parts[2]): entries of a timeline count from 1")
            }
            return try await emulator.prompt(seq, ofCall: request.name)
        default:
            throw ControlError(
                status: 404, message: "a prompt is /emulator/v1/prompts/{call_id}/{seq} or /emulator/v1/prompts?text=…")
        }
    }

    private static func source(_ request: ControlRequest) throws(ControlError) -> PromptSource {
        guard let text = request.query("text"), !text.allSatisfy(\.isWhitespace) else {
            throw ControlError(
                status: 400, message: "text is required, escaped as in ?text=Good%20morning&locale=en-GB")
        }
        guard text.count <= textLimit else {
            throw ControlError(
                status: 400, message: "a text of \(text.count) characters is too long: at most \(textLimit)")
        }
        let locale = request.query("locale")
        if let locale, !Speech.isLocale(locale) {
            throw ControlError(status: 400, message: "locale must be a language such as en-US, not '\(locale)'")
        }
        guard SSML.looksLikeSSML(text) else { return PromptSource(.text, text, locale: locale) }
        do throws(SSMLError) { _ = try SSML(text) } catch {
            throw ControlError(status: 400, message: error.description)
        }
        return PromptSource(.ssml, text, locale: locale)
    }
}

extension CallEmulator {
    /// What is heard at an entry of a timeline.
    func prompt(_ seq: Int, ofCall id: String) throws(ControlError) -> [PromptSource] {
        let timeline = try core.known(id).timeline
        guard timeline.indices.contains(seq - 1) else {
            throw ControlError(
                status: 404, message: "call \(id) has no entry \(seq): its timeline has \(timeline.count)")
        }
        let entry = timeline[seq - 1]
        switch entry.kind {
        case .playStarted, .recognizeStarted:
            var sources = PromptSource.all(in: entry)
            guard !sources.isEmpty else {
                throw ControlError(status: 404, message: "entry \(seq) of call \(id) listens without a prompt")
            }
            for index in sources.indices { sources[index].seconds *= configuration.mediaSpeed }
            return sources
        case .said:
            guard !entry.text.allSatisfy({ $0 == "•" }) else {
                throw ControlError(status: 404, message: "what was said at entry \(seq) of call \(id) is hidden")
            }
            let before = HeardSound.all(in: timeline.prefix(seq)).last
            guard case .words(let text, let locale)? = before?.content else { return [PromptSource(.text, entry.text)] }
            return [PromptSource(.text, text, locale: locale)]
        default:
            throw ControlError(
                status: 404,
                message: "entry \(seq) of call \(id) is \(entry.kind.rawValue); "
                    + "play_started, recognize_started and said can be heard")
        }
    }
}
