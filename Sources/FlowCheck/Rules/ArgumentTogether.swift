import LuaSyntax

/// Options that want or exclude one another, as the readers of options have it (PromptReader, RecognizeFunctions,
/// TargetReader).
enum ArgumentTogether {
    struct Fault {
        let range: LuaRange
        let text: String
        let hint: String?
    }

    private static let prompts = ["text", "file", "ssml", "sources"]

    static func faults(of site: CallSite, _ file: FlowFile) -> [Fault] {
        // An option that is not known may be the missing one, misspelled; the same goes for values without names.
        guard !site.hasHiddenOptions, let options = site.options, options.items.isEmpty,
            let fields = site.function?.options?.fields, !options.hasNames(beside: fields)
        else { return [] }
        var faults: [Fault] = []
        func given(_ names: [String]) -> [String] { names.filter { options.named[$0] != nil } }
        func sure(_ names: [String]) -> [String] {
            names.filter { options.named[$0].map { isSurelyThere($0, file) } ?? false }
        }
        func place(_ name: String?) -> LuaRange { options.names.first { $0.name == name }?.range ?? options.range }
        if site.is("call:play", "call:recognize", "call:interrupt_audio_and_announce") {
            let named = sure(prompts)
            if named.count > 1 {
                faults.append(
                    Fault(
                        range: place(named[1]), text: "'\(named[0])' and '\(named[1])' are both the prompt",
                        hint: "sources = { … } mixes them"))
            }
        }
        if site.is("call:play", "call:interrupt_audio_and_announce"), given(prompts).isEmpty {
            faults.append(
                Fault(range: site.place, text: "nothing to play", hint: "give text = \"…\" or file = \"…\""))
        }
        if site.is("call:recognize") {
            if given(["dtmf", "speech", "choices"]).isEmpty {
                faults.append(
                    Fault(
                        range: site.place, text: "nothing to listen for",
                        hint: "give dtmf = { max = 1 }, speech = true or choices = { … }"))
            }
            if sure(["choices", "dtmf"]).count == 2 {
                faults.append(
                    Fault(
                        range: place("dtmf"), text: "choices take keys by their own 'tone'", hint: "leave 'dtmf' out"))
            }
            if given(["speech", "choices"]).isEmpty, let value = options.named["dtmf"],
                let keys = file.kinds.tableFields(value), !keys.hasOthers, keys.named["max"] == nil
            {
                faults.append(
                    Fault(
                        range: value.range, text: "option 'max' is missing: how many keys at most",
                        hint: "as in dtmf = { max = 1 }"))
            }
        }
        if site.is("create_call", "call:mute_participant", "call:unmute_participant") {
            if given(["target", "targets"]).isEmpty || sure(["target", "targets"]).count == 2 {
                faults.append(
                    Fault(
                        range: place("targets"), text: "exactly one of the options 'target' and 'targets' is needed",
                        hint: nil))
            }
        }
        if site.is("connect_call") {
            let ids = ["server_call_id", "group_call_id", "room_id"]
            if given(ids).isEmpty || sure(ids).count > 1 {
                faults.append(
                    Fault(
                        range: place(sure(ids).dropFirst().first),
                        text: "exactly one of the options 'server_call_id', 'group_call_id' and 'room_id' is needed",
                        hint: nil))
            }
        }
        if let value = options.named["file"], site.is("call:play", "call:recognize") {
            for literal in file.constants.literals(value) {
                guard let text = literal.text, !text.hasPrefix("https://"), !text.hasPrefix("http://") else { continue }
                faults.append(
                    Fault(
                        range: literal.range, text: "'file' must be an address, not \"\(text)\"",
                        hint: "such as https://example.com/prompt.wav"))
            }
        }
        return faults
    }

    /// Whether a value is surely not nil.
    private static func isSurelyThere(_ value: LuaExpression, _ file: FlowFile) -> Bool {
        switch value.bare.kind {
        case .string, .integer, .float, .table, .true: return true
        case .operation(let operation): return operation.links[0].operator == .concatenate
        default:
            guard let constant = file.constants.value(value) else { return false }
            return constant != .nil
        }
    }
}
