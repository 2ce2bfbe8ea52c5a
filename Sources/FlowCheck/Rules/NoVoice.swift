import LuaSyntax

/// A text that nobody says how to speak: neither the action, nor `call:use`, nor `flow` has a voice or a language. It is
/// refused when it is to be spoken (PromptReader).
struct NoVoice: Rule {
    let name = "no_voice"
    let severity = Finding.Severity.error

    func findings(in flow: Flow) -> [Finding] {
        guard !flow.hasHiddenSettings, flow.setting("voice") == nil, flow.setting("locale") == nil,
            flow.calls(of: "call:use").isEmpty
        else { return [] }
        let mayBeSet = usesInLibrary(flow)
        return Prompts.spoken(in: flow).compactMap { prompt in
            let own = prompt.options.named
            // Charts set one only for languages.
            guard prompt.isText, prompt.isOfChart || !mayBeSet, own["voice"] == nil, own["locale"] == nil else {
                return nil
            }
            return finding(
                prompt.file, prompt.range, "this text has no voice",
                hint: "write flow { locale = \"en-US\", voice = \"en-US-AvaNeural\" } at the top")
        }
    }

    /// Whether the standard library may set a voice for a call.
    private func usesInLibrary(_ flow: Flow) -> Bool {
        flow.library.contains { file in
            file.calls.contains { site in
                guard case .method(let name, _) = site.raw.suffixed.suffixes[site.raw.index].kind else { return false }
                return name.text == "use"
            }
        }
    }
}
