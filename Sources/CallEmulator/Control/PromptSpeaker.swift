import CallAudio

/// Makes a WAV file of prompts, at the voice's own pace. Waits for the voice.
struct PromptSpeaker: Sendable {
    let voices: Voices?

    func file(of sources: [PromptSource]) throws(ControlError) -> SoundFile {
        var segments: [Segment] = []
        for source in sources { segments += try self.segments(of: source) }
        do throws(AudioError) {
            return SoundFile(try WAVFile.file(of: Mix(Track(segments))))
        } catch {
            throw ControlError(status: 413, message: error.description)
        }
    }

    private func segments(of source: PromptSource) throws(ControlError) -> [Segment] {
        switch source.kind {
        case .file: return Segment.music(seconds: source.seconds)
        case .text: return [try spoken(source.text, source.locale)]
        case .ssml:
            guard let document = try? SSML(source.text) else { return [try spoken(source.words, source.locale)] }
            var segments: [Segment] = []
            for part in document.parts {
                switch part {
                case .pause(let seconds): segments.append(.silence(seconds: seconds))
                case .text(let text): segments.append(try spoken(text, document.locale ?? source.locale))
                }
            }
            return segments
        }
    }

    private func spoken(_ text: String, _ locale: String?) throws(ControlError) -> Segment {
        guard let voices else {
            throw ControlError(
                status: 501,
                message: "prompts have no sound here, since espeak-ng is not installed: install it, such as by "
                    + "'apt-get install espeak-ng', and start the emulator again")
        }
        do throws(SpeechError) {
            return .clip(try voices.clip(of: text, locale: locale))
        } catch {
            throw ControlError(status: error.isOfText ? 413 : 503, message: error.description)
        }
    }
}
