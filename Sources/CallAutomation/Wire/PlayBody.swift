import CallModel

extension PlayAction {
    /// `PlayRequest` of the contract. What the official clients always send is always there: an empty `playTo` for
    /// everyone, `interruptCallMediaOperation` and `playOptions.loop`.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.name("playSources")
            writer.array { writer in for source in sources { writer.playSource(source) } }
            writer.identifiers("playTo", targets)
            // As the official clients: the service interrupts plays to everyone only.
            writer.member("interruptCallMediaOperation", interrupt && targets.isEmpty)
            writer.name("playOptions")
            writer.object { $0.member("loop", loop) }
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension JSONWriter {
    /// `PlaySource` of the contract.
    mutating func playSource(_ source: PlaySource) {
        object { writer in
            switch source {
            case .file(let uri):
                writer.member("kind", "file")
                writer.name("file")
                writer.object { $0.member("uri", uri) }
            case .text(let text, let voice):
                writer.member("kind", "text")
                writer.name("text")
                writer.object { writer in
                    writer.member("text", text)
                    writer.member("sourceLocale", voice.locale)
                    writer.member("voiceKind", voice.kind)
                    writer.member("voiceName", voice.name)
                }
            }
        }
    }
}
