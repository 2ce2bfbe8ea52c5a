import CallModel
import LuaEngine

/// Listening for an answer.
enum RecognizeFunctions {
    static let all: [HostFunction] = [recognize]

    private static let dtmf = HostParameter(
        "dtmf",
        .options([
            HostParameter("max", .integer(1...128), "How many keys at most; needed where there is no speech."),
            HostParameter("stop", .oneOf([.string, .list(.string)]), "Keys that end the entry, such as \"#\"."),
            HostParameter("inter_tone_timeout", .integer(1...60), "Seconds between keys; 2."),
        ]), "Which keys.")

    private static let speech = HostParameter(
        "speech",
        .oneOf([
            .boolean,
            .options([
                HostParameter("language", .string, "Such as \"de-DE\"; that of the prompt, the call or the flow."),
                HostParameter("end_silence_timeout", .number(0.1...60), "Seconds of silence that end it; 0.5."),
                HostParameter("model", .string, "The endpoint of a custom speech model."),
            ]),
        ]), "true, or how speech is taken. With dtmf, whichever comes first counts.")

    private static let choices = HostParameter(
        "choices",
        .list(
            .options([
                HostParameter("label", .string, "What the result calls it.", required: true),
                HostParameter(
                    "phrases", .oneOf([.string, .list(.string)]), "What people may say for it; the label by default."),
                HostParameter("tone", .string, "The key for it, such as \"1\"."),
            ])), "What can be said or pressed.")

    private static let recognize = HostFunction(
        "Call.recognize", "Listens for keys, speech, or one of some choices, after a prompt if there is one.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    PromptReader.options + [
                        dtmf, speech, choices,
                        HostParameter("target", .identifier, "Who is listened to; the other party by default."),
                        HostParameter(
                            "initial_silence_timeout", .integer(0...300),
                            "Seconds until the first key or word; 5. With speech 20 at most."),
                        HostParameter("interrupt_prompt", .boolean, "A key or word stops the prompt; true by default."),
                        HostParameter("mask", .boolean, "Hides what is pressed or said from timelines."),
                    ]), "What and how.", required: true)
        ],
        result: "{ recognition_type = …, tones = \"12\" | speech = \"…\" | choice = \"…\", … }, or nil and err "
            + "(\"initial_silence\", \"no_match\", …)",
        action: .recognize
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let input = try input(options, instance, arguments)
        let silence = options.integer("initial_silence_timeout") ?? 5
        guard silence <= input.silenceLimit else {
            throw arguments.mistake(
                "'initial_silence_timeout' is at most \(input.silenceLimit) where speech is heard, not \(silence)")
        }
        let target = try TargetReader.otherParty(options, instance, arguments, purpose: " to listen to")
        let action = RecognizeAction(
            target: target, prompts: try PromptReader.sources(options, instance, arguments), input: input,
            initialSilenceTimeout: silence, interruptPrompt: options.boolean("interrupt_prompt") ?? true,
            interrupt: options.boolean("interrupt") ?? false, isMasked: options.boolean("mask") ?? false,
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.recognize(action), options, instance, arguments)
    }

    // MARK: - The input

    private static func input(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> RecognizeInput {
        let speech = speechOptions(options, instance, arguments)
        let keys = try options.options("dtmf").map { given throws(LuaRaise) in try dtmfOptions(given, arguments) }
        if options.value("choices") != .nil {
            guard keys == nil else {
                throw arguments.mistake("choices take keys by their own 'tone'; leave 'dtmf' out")
            }
            let choices = try readChoices(options, arguments)
            return .choices(choices, speech ?? SpeechOptions(language: language(options, instance, arguments)))
        }
        switch (keys, speech) {
        case (let keys?, let speech?): return .speechOrDTMF(speech, keys)
        case (nil, let speech?): return .speech(speech)
        case (let keys?, nil):
            guard keys.maxTones != nil else {
                throw arguments.mistake("option 'max' is missing: how many keys at most, as in dtmf = { max = 1 }")
            }
            return .dtmf(keys)
        case (nil, nil):
            throw arguments.mistake(
                "nothing to listen for: give dtmf = { max = 1 }, speech = true or choices = { … }")
        }
    }

    private static func dtmfOptions(
        _ given: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> DTMFOptions {
        var stop: [Tone] = []
        for text in given.values("stop").compactMap(\.stringValue) {
            stop += try ToneReader.tones(text, of: "stop", arguments)
        }
        return DTMFOptions(
            maxTones: given.integer("max"), stopTones: stop,
            interToneTimeout: given.integer("inter_tone_timeout") ?? 2)
    }

    /// Nil where no speech is asked for.
    private static func speechOptions(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) -> SpeechOptions? {
        let given = options.options("speech")
        guard given != nil || options.boolean("speech") == true else { return nil }
        return SpeechOptions(
            language: given?.string("language") ?? language(options, instance, arguments),
            modelEndpointID: given?.string("model"),
            endSilenceMilliseconds: given?.number("end_silence_timeout").map { Int(($0 * 1_000).rounded()) })
    }

    /// The language of the prompt is that of the answer.
    private static func language(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) -> String? {
        options.string("locale") ?? PromptReader.usual(instance, arguments).locale
    }

    private static func readChoices(
        _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> [Choice] {
        var choices: [Choice] = []
        for item in options.values("choices") {
            let given = HostOptions(item)
            let label = given.string("label") ?? ""
            guard !label.isEmpty else { throw arguments.mistake("a choice has an empty label") }
            var phrases = given.values("phrases").compactMap(\.stringValue)
            if phrases.isEmpty { phrases = [label] }
            guard phrases.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
                throw arguments.mistake("the choice '\(label)' has an empty phrase")
            }
            choices.append(Choice(label: label, phrases: phrases, tone: try tone(given, of: label, arguments)))
        }
        guard !choices.isEmpty else { throw arguments.mistake("'choices' is empty") }
        try checkDifferent(choices, arguments)
        return choices
    }

    private static func tone(
        _ given: HostOptions, of label: String, _ arguments: HostArguments
    ) throws(LuaRaise) -> Tone? {
        guard let text = given.string("tone") else { return nil }
        let tones = try ToneReader.tones(text, of: "tone", arguments)
        guard tones.count == 1 else {
            throw arguments.mistake("the choice '\(label)' takes one key, not \"\(text)\"")
        }
        return tones[0]
    }

    /// Two choices of one label, key or phrase could not be told apart.
    private static func checkDifferent(_ choices: [Choice], _ arguments: HostArguments) throws(LuaRaise) {
        var seen: Set<String> = []
        for choice in choices {
            let names =
                ["label '\(choice.label)'"] + (choice.tone.map { ["key '\($0.key)'"] } ?? [])
                + Set(choice.phrases.map { $0.lowercased() }).sorted().map { "phrase '\($0)'" }
            for name in names where !seen.insert(name).inserted {
                throw arguments.mistake("two choices have the \(name)")
            }
        }
    }
}
