import CallModel

/// A hook that never fires: another one takes every offer that it wants, since it outranks it (lua-world, A8); or nothing
/// in the flow brings its event about, because no call is ever answered or made, nothing is transcribed, nothing restarts.
struct UnreachableHook: Rule {
    let name = "unreachable_hook"
    let severity = Finding.Severity.warning

    /// Events that come without a call of the flow's own.
    private static let always: Set<String> = [
        "*", "IncomingCall", "Launch", "Signal", "Restart", "FlowError", "CallStarted", "CallEnded",
        "CallParticipantAdded", "CallParticipantRemoved", "RecordingFileStatusUpdated", "RecordingStateChanged",
    ]

    func findings(in flow: Flow) -> [Finding] { taken(in: flow) + withoutCause(in: flow) }

    private func taken(in flow: Flow) -> [Finding] {
        let offers = flow.hooks.compactMap { hook in
            hook.event == "IncomingCall" ? hook.filter.map { (hook: hook, filter: $0, rank: $0.rank) } : nil
        }
        return offers.compactMap { hook, filter, rank in
            let winner = offers.first { $0.rank > rank && $0.filter.includes(filter) }?.hook
            guard let winner else { return nil }
            return finding(
                hook.file, hook.site.place,
                "this hook never fires: that of line \(winner.site.line) takes every call that it wants",
                hint: "write the same 'to' in both; then the one with more fields goes first")
        }
    }

    private func withoutCause(in flow: Flow) -> [Finding] {
        // A misspelled hook may be the one that is missing.
        guard flow.hooks.allSatisfy({ EventName.isKnown($0.event) }) else { return [] }
        let isUnknown = hasUnknownActions(flow)
        let isOpen = isUnknown || !flow.calls(of: "call:answer", "create_call", "connect_call").isEmpty
        var found: [Finding] = []
        for hook in flow.hooks {
            if !isOpen, !Self.always.contains(hook.event) {
                found.append(
                    told(hook, "the flow answers, makes and joins no call", "take it out, or write call:answer()"))
            } else if !isUnknown, let cause = missingCause(hook, flow) {
                found.append(told(hook, cause.what, cause.hint))
            }
        }
        return found
    }

    private func told(_ hook: Hook, _ why: String, _ hint: String) -> Finding {
        finding(hook.file, hook.site.place, "this hook never fires: \(why)", hint: hint)
    }

    private func missingCause(_ hook: Hook, _ flow: Flow) -> (what: String, hint: String)? {
        func sets(_ option: String) -> Bool {
            flow.calls(of: "call:answer", "create_call", "connect_call").contains {
                $0.site.hasHiddenOptions || $0.site.options?.named[option] != nil
            }
        }
        switch hook.event {
        case "TranscriptionData", "TranscriptionMetadata":
            guard !sets("transcription") else { return nil }
            return ("no call is set up with transcription", "write call:answer { transcription = { … } }")
        case "AudioMetadata", "DtmfData":
            guard !sets("media_streaming") else { return nil }
            return ("no call is set up with media_streaming", "write call:answer { media_streaming = { … } }")
        case "ContinuousDtmfRecognitionToneReceived":
            guard flow.calls(of: "call:start_continuous_dtmf", "call:tones").isEmpty else { return nil }
            return ("nothing listens for keys all the time", "write call:start_continuous_dtmf()")
        case "Restart":
            let restarts = flow.calls(of: "restart")
            guard restarts.isEmpty else { return restarted(hook, restarts) }
            return ("the flow never restarts", "write restart(\"…\")")
        default: return nil
        }
    }

    /// Whether one of the restarts is meant for a hook, where all of them name their handler.
    private func restarted(_ hook: Hook, _ restarts: [(file: FlowFile, site: CallSite)]) -> (
        what: String, hint: String
    )? {
        guard case .values(let wanted, _)? = hook.filter?.conditions["handler"] else { return nil }
        var named: Set<String> = []
        for (file, site) in restarts {
            guard let first = site.arguments.first, case .string(let name)? = file.constants.value(first) else {
                return nil
            }
            named.insert(name)
        }
        guard wanted.isDisjoint(with: named) else { return nil }
        let word = wanted.sorted().first ?? ""
        return (
            "no restart is for \"\(word)\"",
            Hint.help(word, among: named.sorted(), "handlers") ?? "write restart(\"\(word)\")"
        )
    }

    /// Whether methods are called on values that might be calls: then they may do anything. So may the standard library.
    private func hasUnknownActions(_ flow: Flow) -> Bool {
        let openers: Set<String> = ["answer", "tones", "start_continuous_dtmf"]
        let isHelped = ["create_call", "connect_call", "restart"].contains(where: flow.libraryUses)
        return isHelped
            || (flow.files + flow.library).contains { file in
                file.calls.contains { site in
                    guard case .method(let name, _) = site.raw.suffixed.suffixes[site.raw.index].kind else {
                        return false
                    }
                    return openers.contains(name.text) && (site.function == nil || file.path.hasPrefix("std/"))
                }
            }
    }
}
