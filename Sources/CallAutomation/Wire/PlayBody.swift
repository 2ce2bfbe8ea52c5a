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
            writer.content(of: source)
            if case .cached(_, let id) = source { writer.member("playSourceCacheId", id) }
        }
    }

    private mutating func content(of source: PlaySource) {
        switch source {
        case .file(let uri):
            member("kind", "file")
            name("file")
            object { $0.member("uri", uri) }
        case .text(let text, let voice):
            member("kind", "text")
            name("text")
            object { writer in
                writer.member("text", text)
                writer.member("sourceLocale", voice.locale)
                writer.member("voiceKind", voice.kind)
                writer.member("voiceName", voice.name)
                writer.member("customVoiceEndpointId", voice.customEndpointID)
            }
        case .ssml(let markup, let endpoint):
            member("kind", "ssml")
            name("ssml")
            object { writer in
                writer.member("ssmlText", markup)
                writer.member("customVoiceEndpointId", endpoint)
            }
        case .cached(let source, _): content(of: source)
        }
    }
}
