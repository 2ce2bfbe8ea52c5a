import CallModel
import Testing

@testable import FlowEngine

/// What host functions say to arguments that are wrong, and what they ask for when all is right.
struct HostFunctionTests {
    @Test(arguments: [
        ("call.play { text = 'x' }", "call:play: write a colon, as in call:play(…), so that the call is passed"),
        ("call:play()", "call:play: 'options' is missing: What and how."),
        ("call:play {}", "call:play: nothing to play: give text = \"…\", file = \"…\""),
        ("call:play { txt = 'x' }", "call:play: unknown option 'txt'; did you mean 'text'?"),
        ("call:play { 'x' }", "options are written with names, like { text = … }, not as a list"),
        ("call:play { text = 'x', [true] = 1 }", "options are written with names"),
        ("call:play { text = 7 }", "call:play: 'text' must be a text or a list, not 7"),
        ("call:play { text = { 'a', 7 } }", "'text[2]' must be a text, not 7"),
        ("call:play { text = { 'a', nil, 'b' } }", "'text' must be a list without names or gaps"),
        ("call:play { text = '  ' }", "'text' is empty"),
        ("call:play { text = 'x', file = 'https://example.com/x.wav' }", "give either text or file"),
        (
            "call:play { file = 'x.wav' }",
            "'file' must be an address like https://example.com/prompt.wav, not \"x.wav\""
        ),
        ("call:play { text = 'x', loop = 1 }", "'loop' must be true or false, not 1"),
        ("call:play { text = 'x', timeout = 0 }", "'timeout' must be from 1 to 86400, not 0"),
        ("call:play { text = 'x', timeout = 0/0 }", "'timeout' must be a number, not "),
        ("call:play { text = 'x', to = 'bob' }", "'to'"),
        ("call:play({ text = 'x' }, 7)", "call:play: takes 1 argument, got 2"),
        ("call:recognize {}", "nothing to listen for"),
        ("call:recognize { dtmf = { max = 0 } }", "'max' must be from 1 to 128, not 0"),
        ("call:recognize { dtmf = { max = 1.5 } }", "'max' must be a whole number, not 1.5"),
        ("call:recognize { dtmf = { max = 1, stop = 'x' } }", "no phone has the key 'x'"),
        ("call:recognize { dtmf = { mx = 1 } }", "unknown option 'mx'; did you mean 'max'?"),
        ("call:transfer {}", "call:transfer: option 'target' is missing: Who gets the call."),
        ("call:transfer()", "call:transfer: option 'target' is missing: Who gets the call."),
        ("call:transfer { target = '0800 123' }", "'target'"),
        ("call:transfer { target = { id = 1 } }", "or a table with raw_id"),
        (
            "call:reject { reason = 'bussy' }",
            "'reason' must be \"none\" or \"busy\" or \"forbidden\", not \"bussy\"; did you mean 'busy'?"
        ),
        ("call:use { locale = true }", "'locale' must be a text, not true"),
        ("sleep()", "sleep: 'seconds' is missing: How long; 0.01 at least."),
        ("sleep(-1)", "sleep: 'seconds' must be from 0 to 31536000, not -1"),
        ("sleep('1')", "sleep: 'seconds' must be a number, not \"1\""),
        ("wait_for('Nope')", "wait_for: there is no event 'Nope'"),
        ("wait_for('PlayStarted', { 1 })", "a filter names fields"),
        ("wait_for('CallConnected', { foo = 1 }, 1)", "wait_for: CallConnected has no field 'foo'; its fields are "),
        ("wait_for('PlayFailed', { ['result_information.cod'] = 400 })", "did you mean 'code'?"),
        ("call.dta = 5", "a call has no 'dta'; did you mean 'data'?"),
        ("call.mood = 5", "a call has no 'mood'; values of your own belong into call.data"),
        ("call.state = 'foo'", "call.state cannot be set"), ("call.answer = nil", "call.answer cannot be set"),
        ("call[1] = 5", "a call has only fields with names"),
        ("spawn(function() end).name = 'x'", "a task has no 'name'"),
        ("spawn(function() end).cancel = 1", "task.cancel cannot be set"),
        ("config.line = 'x'", "config.line cannot be set"),
        ("wait_for('PlayStarted', 'x')", "'filter' must be a table or a number, not \"x\""),
        ("race {}", "race: a race needs at least one function"),
        ("all { 1 }", "all: 'functions[1]' must be a function, not 1"),
        ("within(1)", "within: 'function' is missing: What to run."),
        ("log.info()", "log.info: 'message' is missing: What to say."),
        ("now(1)", "now: takes 0 arguments, got 1"),
    ])
    func aWrongArgumentIsAMistakeAtTheFlowsLine(code: String, part: String) throws {
        let driver = try InstanceDriver.handling("\n\(code)", prelude: "flow { locale = 'en-US' }")
        let message = try #require(driver.failures.first?.message)
        #expect(message.hasPrefix("test/main.lua:3: "), "\(message)")
        #expect(message.contains(part), "\(message)")
        #expect(driver.asks.isEmpty)
    }

    @Test func aTextNeedsAVoice() throws {
        let driver = try InstanceDriver.handling("call:play { text = 'x' }")
        #expect(driver.failures.first?.message.contains("a text needs a voice: write flow {") == true)
        let file = try InstanceDriver.handling("call:play { file = 'https://example.com/x.wav' }")
        #expect(file.failures.isEmpty)
    }

    @Test(arguments: [
        ("", Voice(name: "en-US-AvaNeural", locale: "en-US")),
        ("locale = 'de-DE'", Voice(locale: "de-DE", kind: "female")),
        ("voice = 'x'", Voice(name: "x", locale: "en-US")),
        ("USE { locale = 'pt-BR', voice = 'pt' }", Voice(name: "pt", locale: "pt-BR")),
        ("USE { locale = 'pt-BR' }", Voice(locale: "pt-BR", kind: "female")),
        ("USE { voice_kind = 'male' }", Voice(locale: "en-US", kind: "male")),
        ("USE { voice = 'y' } voice = 'z'", Voice(name: "z", locale: "en-US")),
    ])
    func theNearestVoiceWins(options: String, voice: Voice) throws {
        let parts = options.split(separator: "}", maxSplits: 1).map(String.init)
        let use = options.hasPrefix("USE") ? parts[0].replacing("USE", with: "call:use") + "}" : ""
        let own = options.hasPrefix("USE") ? (parts.count > 1 ? parts[1] : "") : options
        let driver = try InstanceDriver.handling(
            "\(use) call:play { text = 'hi', \(own) }",
            prelude: "flow { locale = 'en-US', voice = 'en-US-AvaNeural' }")
        guard case .act(1, let action)? = driver.asks.first?.request, case .play(let play) = action.action else {
            Issue.record("no play: \(driver.failures)")
            return
        }
        #expect(play.sources == [.text("hi", voice: voice)])
    }

    @Test func optionsReachTheAction() throws {
        let driver = try InstanceDriver.handling(
            """
            call:recognize { text = { "a", "b" }, dtmf = { max = 4, stop = { "#", "*" }, inter_tone_timeout = 3 },
              initial_silence_timeout = 9, interrupt_prompt = false, interrupt = true, timeout = 33, operation_context = "mine" }
            """, prelude: "flow { voice = 'v' }")
        guard case .act(1, let action)? = driver.asks.first?.request, case .recognize(let asked) = action.action
        else {
            Issue.record("no recognize: \(driver.failures)")
            return
        }
        #expect(asked.target.rawID == "4:+14255550100")
        #expect(asked.prompts.count == 2)
        #expect(asked.input.dtmf?.maxTones == 4)
        #expect(asked.input.dtmf?.stopTones == [.pound, .asterisk])
        #expect(asked.input.dtmf?.interToneTimeout == 3)
        #expect(asked.initialSilenceTimeout == 9)
        #expect(!asked.interruptPrompt)
        #expect(asked.interrupt)
        #expect(action.timeout == 33)
        #expect(action.context == "mine")
        #expect(action.waits)
        #expect(action.place == "test/main.lua:2")
    }

    @Test func loopAndWaitFalseDoNotWait() throws {
        for option in ["loop = true", "wait = false"] {
            let driver = try InstanceDriver.handling(
                "call:play { text = 'x', \(option) }", prelude: "flow { voice = 'v' }")
            guard case .act(_, let action)? = driver.asks.first?.request else {
                Issue.record("no play")
                return
            }
            #expect(!action.waits)
        }
    }

    @Test func anUnknownLogLevelIsNoFunction() throws {
        let driver = try InstanceDriver.handling("log.warn('x')")
        #expect(driver.failures.count == 1)
    }
}
