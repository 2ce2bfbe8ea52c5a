import CallEmulator
import CallModel
import FlowEngine
import LuaEngine

/// What people with phones do: `phone "+1…"` and the methods of a phone.
enum PhoneFunctions {
    static let all: [SpecFunction] = [
        phone, dial, joins, hears, presses, says, staysSilent, hangsUp, rings, answers, picksUp, declines, busy,
        neverAnswers, unreachable, invalidNumber,
    ]

    private static let phone = SpecFunction(
        "phone",
        "A phone or a device in somebody's hand. Rung, it answers after half a second, unless it is told otherwise.",
        parameters: [HostParameter("number", .identifier, "Its number or raw id.", required: true)], result: "a phone"
    ) { world, arguments throws(LuaRaise) in
        guard let number = world.spoken(arguments[0]) else { throw arguments.mistake("this names nobody") }
        try arguments.attempt(world) {
            let stage = try world.onStage()
            if try stage.standing(ofPhone: number) == nil {
                try stage.setPhone(number, whenRung: .answer(after: 0.5))
            }
        }
        arguments.call.push(.object(LuaObject(class: SpecAPI.phoneClass, id: world.knownPhones.number(of: number))))
        return .values(1)
    }

    // MARK: - Calling

    private static let dial = SpecFunction(
        "Phone.dial", "Calls a number of the application.",
        parameters: [
            HostParameter("to", .identifier, "Who is called.", required: true),
            HostParameter(
                "options",
                .options([
                    HostParameter("display_name", .string, "The caller's name."),
                    HostParameter("custom_context", .table, "Tables `sip_headers` and `voip_headers`."),
                ]), "What comes along."),
        ], result: "the call"
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let to = world.spoken(arguments[0]) ?? ""
        let options = HostOptions(arguments[1])
        var request = DialRequest(to: to)
        request.displayName = options.string("display_name") ?? ""
        if let context = options.options("custom_context") {
            let sip = try arguments.json(context.value("sip_headers"))
            let voip = try arguments.json(context.value("voip_headers"))
            request.customContext = .object([
                "sipHeaders": sip == .null ? nil : sip, "voipHeaders": voip == .null ? nil : voip,
            ])
        }
        world.note("\(number) dials \(to)", arguments)
        let call = try arguments.attempt(world) { try world.onStage().dial(from: number, request) }
        arguments.call.push(world.call(call))
        return .values(1)
    }

    private static let joins = SpecFunction(
        "Phone.joins", "Enters a group call or a room by itself.",
        parameters: [
            HostParameter(
                "place",
                .options([
                    HostParameter("group_call_id", .string, "The group call."),
                    HostParameter("room_id", .string, "The room; made if there is none."),
                ]), "Where to.", required: true)
        ], result: "the call"
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let options = HostOptions(arguments[0])
        let (group, room) = (options.string("group_call_id"), options.string("room_id"))
        world.note("\(number) joins \(group ?? room ?? "")", arguments)
        let call = try arguments.attempt(world) {
            try world.onStage().enter(number, groupCallID: group, roomID: room)
        }
        arguments.call.push(world.call(call))
        return .values(1)
    }

    private static let hangsUp = SpecFunction(
        "Phone.hangs_up", "Puts down the call, or declines the one that rings it."
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        world.note("\(number) hangs up", arguments)
        try arguments.attempt(world) { try world.onStage().hangUp(number) }
        return .values(0)
    }

    // MARK: - Listening and speaking

    private static let hears = SpecFunction(
        "Phone.hears", "Waits until it hears a prompt: a part of its text, or a pattern. Each prompt is heard once.",
        parameters: [
            HostParameter(
                "text", .oneOf([.string, .table]), "A part of the text, or `pattern \"…\"`.", required: true),
            HostParameter(
                "options",
                .options([
                    SpecWorld.withinOption,
                    HostParameter(
                        "whole", .boolean, "Whether to listen to its end; otherwise its beginning is enough."),
                ]), "How to listen."),
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let options = HostOptions(arguments[1])
        let wanted = try TextMatch(arguments[0], arguments)
        let isWhole = options.boolean("whole") ?? false
        world.note("\(number) hears \(wanted.shown)", arguments)
        let seconds = options.number("within") ?? SpecWorld.patience
        return try arguments.wait(world, seconds) {
            guard let found = try world.nextPrompt(number, wanted) else { return .notYet }
            world.heard[number] = (found.call, found.entry.seq)
            return isWhole ? .then(try listening(world, to: found.entry, in: found.call)) : .done(.nil)
        } otherwise: {
            let said = try world.promptsSince(number).map { "\"\($0)\"" }
            return "phone:hears: \(number) does not hear \(wanted.shown) within \(seconds.short) s; it hears "
                + (said.isEmpty ? "nothing" : said.joined(separator: ", "))
        }
    }

    /// Waits for the end of a prompt: its time is over, or something has ended it.
    private static func listening(_ world: SpecWorld, to found: TimelineEntry, in call: String) throws -> SpecWait {
        let isEndless = found.details["loop"]?.boolValue ?? false
        let seconds = isEndless ? 3_600 : found.details["seconds"]?.doubleValue ?? 3_600
        return SpecWait(
            limit: found.time + seconds,
            look: {
                let after = try world.timeline(ofCall: call, after: found.seq)
                return after.contains { endsPrompt.contains($0.kind) } ? .done(.nil) : .notYet
            }, late: nil)
    }

    private static let endsPrompt: Set<TimelineEntry.Kind> = [
        .playCompleted, .playFailed, .playCanceled, .recognized, .recognizeFailed, .recognizeCanceled, .disconnected,
    ]

    private static let presses = SpecFunction(
        "Phone.presses", "Presses keys once somebody listens for them.",
        parameters: [
            HostParameter("keys", .string, "Such as \"1\" or \"123#\".", required: true),
            HostParameter(
                "options",
                .options([
                    SpecWorld.withinOption,
                    HostParameter("at_once", .boolean, "Whether it does not wait for somebody to listen."),
                ]), "How to press."),
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let keys = arguments[0].stringValue ?? ""
        let options = HostOptions(arguments[1])
        let seconds = options.number("within") ?? SpecWorld.patience
        let isAtOnce = options.boolean("at_once") ?? false
        let place = arguments.place
        return try arguments.wait(world, seconds) {
            guard try isAtOnce || world.standing(ofPhone: number)?.isListenedTo ?? false else { return .notYet }
            world.note("\(number) presses \(keys)", at: place)
            let stage = try world.onStage()
            try world.hasListened(number)
            try stage.press(keys, on: number)
            // The last key is down before the story goes on.
            return .then(try world.pass(Double(max(0, keys.count - 1)) * stage.keyGap))
        } otherwise: {
            "phone:presses: nobody listens for keys of \(number) within \(seconds.short) s"
        }
    }

    private static let says = SpecFunction(
        "Phone.says",
        "Says something once somebody hears it: a person, a recognition, a transcription or a recording. What listens for "
            + "keys does not mind it.",
        parameters: [
            HostParameter("text", .string, "The words.", required: true),
            HostParameter(
                "options",
                .options([
                    SpecWorld.withinOption,
                    HostParameter("at_once", .boolean, "Whether it speaks as soon as it is in a call."),
                ]), "How to say it."),
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let text = arguments[0].stringValue ?? ""
        let options = HostOptions(arguments[1])
        let seconds = options.number("within") ?? SpecWorld.patience
        let isAtOnce = options.boolean("at_once") ?? false
        let place = arguments.place
        return try arguments.wait(world, seconds) {
            let isHeard = try isAtOnce || world.standing(ofPhone: number)?.isHeard ?? false
            guard isHeard, try world.isInCall(number) else { return .notYet }
            world.note("\(number) says \"\(text)\"", at: place)
            let stage = try world.onStage()
            if try world.standing(ofPhone: number)?.isListenedTo == true { try world.hasListened(number) }
            try stage.say(text, on: number)
            // It has said all of it before the story goes on.
            return .then(try world.pass(stage.seconds(speaking: text)))
        } otherwise: {
            "phone:says: nobody hears \(number) within \(seconds.short) s"
        }
    }

    private static let staysSilent = SpecFunction(
        "Phone.stays_silent",
        "Says and presses nothing: for so many seconds, or else until whoever listens to it has given up.",
        parameters: [HostParameter("seconds", .number(0...31_536_000), "How long.")], waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        world.note("\(number) stays silent", arguments)
        if let seconds = arguments[0].numberValue {
            return try arguments.wait(world, seconds, for: { .notYet }, otherwise: nil)
        }
        return try arguments.wait(world, SpecWorld.patience) {
            guard try world.standing(ofPhone: number)?.isListenedTo ?? false else { return .notYet }
            try world.hasListened(number)
            return .then(
                SpecWait(
                    limit: try world.onStage().now + 3_600,
                    look: { try world.standing(ofPhone: number)?.isListenedTo == true ? .notYet : .done(.nil) },
                    late: { "phone:stays_silent: after an hour somebody still listens to \(number)" }))
        } otherwise: {
            "phone:stays_silent: nobody listens to \(number); say how many seconds it stays silent"
        }
    }

    // MARK: - Being rung

    private static let rings = SpecFunction(
        "Phone.rings", "Waits until it is rung.",
        parameters: [HostParameter("options", .options([SpecWorld.withinOption]), "How long to wait.")],
        result: "the call that rings it", waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let seconds = HostOptions(arguments[0]).number("within") ?? SpecWorld.patience
        world.note("\(number) rings", arguments)
        return try arguments.wait(world, seconds) {
            guard let phone = try world.standing(ofPhone: number), phone.isRung, let call = phone.callID else {
                return .notYet
            }
            return .done(world.call(call))
        } otherwise: {
            "phone:rings: nobody calls \(number) within \(seconds.short) s"
        }
    }

    private static let afterOption = HostParameter(
        "options", .options([HostParameter("after", .number(0...86_400), "Seconds of ringing; 0.5 if not given.")]),
        "When.")

    private static let answers = SpecFunction(
        "Phone.answers", "From now on it picks up when it is rung.", parameters: [afterOption]
    ) { world, arguments throws(LuaRaise) in
        try react(.answer(after: HostOptions(arguments[0]).number("after") ?? 0.5), world, arguments)
    }

    private static let declines = SpecFunction(
        "Phone.declines", "From now on it declines when it is rung.", parameters: [afterOption]
    ) { world, arguments throws(LuaRaise) in
        try react(.decline(after: HostOptions(arguments[0]).number("after") ?? 0.5), world, arguments)
    }

    private static let busy = SpecFunction("Phone.busy", "From now on it is in another call when it is rung.") {
        world, arguments throws(LuaRaise) in try react(.busy, world, arguments)
    }

    private static let neverAnswers = SpecFunction(
        "Phone.never_answers", "From now on it rings until the caller gives up."
    ) { world, arguments throws(LuaRaise) in try react(.noAnswer, world, arguments) }

    private static let unreachable = SpecFunction("Phone.unreachable", "From now on it is switched off.") {
        world, arguments throws(LuaRaise) in try react(.unreachable, world, arguments)
    }

    private static let invalidNumber = SpecFunction(
        "Phone.invalid_number", "From now on no carrier knows its number."
    ) { world, arguments throws(LuaRaise) in try react(.invalidNumber, world, arguments) }

    private static func react(
        _ reaction: RingReaction, _ world: SpecWorld, _ arguments: HostArguments
    ) throws(LuaRaise) -> LuaReturn {
        let number = try world.number(arguments)
        world.note("\(number): \(reaction.word) when rung", arguments)
        try arguments.attempt(world) { try world.onStage().setPhone(number, whenRung: reaction) }
        return .values(0)
    }

    private static let picksUp = SpecFunction(
        "Phone.picks_up", "Waits until it is rung, and picks up at once.", waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try world.number(arguments)
        let place = arguments.place
        return try arguments.wait(world, SpecWorld.patience) {
            guard try world.standing(ofPhone: number)?.isRung ?? false else { return .notYet }
            world.note("\(number) picks up", at: place)
            try world.onStage().pickUp(number)
            return .done(.nil)
        } otherwise: {
            "phone:picks_up: nobody calls \(number) within \(SpecWorld.patience.short) s"
        }
    }
}

extension Double {
    /// A number of seconds without needless digits.
    var short: String {
        self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String((self * 1_000).rounded() / 1_000)
    }
}
