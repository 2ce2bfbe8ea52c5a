/// Which of a leg's streams run, as the service tells.
extension Leg {
    /// Takes an event about a stream; true when it changed something.
    mutating func hears(of event: String) -> Bool {
        for stream in ["Transcription", "MediaStreaming"] where event.hasPrefix(stream) {
            let before = streams ?? []
            let others = before.filter { $0 != stream }
            switch event.dropFirst(stream.count) {
            case "Started": streams = (others + [stream]).sorted()
            case "Stopped", "Failed": streams = others
            default: return false
            }
            return streams != before
        }
        return false
    }
}
