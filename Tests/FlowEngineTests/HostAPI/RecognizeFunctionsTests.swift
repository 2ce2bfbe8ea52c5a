import CallModel
import Testing

@testable import FlowEngine

/// What flows can play and listen for.
struct RecognizeFunctionsTests {
    private func recognize(_ options: String, flow: String = "voice = 'v'") throws -> RecognizeAction? {
        let driver = try InstanceDriver.handling("call:recognize { \(options) }", prelude: "flow { \(flow) }")
        guard case .recognize(let action) = try driver.action().action else { return nil }
        return action
    }

    private func sources(_ options: String) throws -> [PlaySource]? {
        let driver = try InstanceDriver.handling("call:play { \(options) }", prelude: "flow { voice = 'v' }")
        guard case .play(let play) = try driver.action().action else { return nil }
        return play.sources
    }

    @Test func speechIsInTheLanguageOfThePrompt() throws {
        #expect(try recognize("speech = true")?.input == .speech(SpeechOptions()))
        #expect(
            try recognize("speech = true", flow: "locale = 'de-DE'")?.input
                == .speech(SpeechOptions(language: "de-DE")))
        #expect(
            try recognize("speech = true, text = 'Oui ?', locale = 'fr-FR'", flow: "locale = 'de-DE'")?.input
                == .speech(SpeechOptions(language: "fr-FR")))
        #expect(
            try recognize("speech = { language = 'it-IT', model = 'm', end_silence_timeout = 1.5 }")?.input
                == .speech(SpeechOptions(language: "it-IT", modelEndpointID: "m", endSilenceMilliseconds: 1_500)))
    }

    @Test func speechAndKeysTogetherNeedNoMost() throws {
        #expect(
            try recognize("speech = true, dtmf = { stop = '#' }")?.input
                == .speechOrDTMF(SpeechOptions(), DTMFOptions(maxTones: nil, stopTones: [.pound])))
    }

    @Test func aChoiceIsCalledByItsLabelUnlessItHasPhrases() throws {
        let input = try recognize(
            "choices = { { label = 'yes', phrases = { 'yes', 'sure' }, tone = '1' }, { label = 'no' } }, mask = true")
        #expect(
            input?.input
                == .choices(
                    [
                        Choice(label: "yes", phrases: ["yes", "sure"], tone: .one),
                        Choice(label: "no", phrases: ["no"]),
                    ], SpeechOptions()))
        #expect(input?.isMasked == true)
    }

    @Test(arguments: [
        ("", "nothing to listen for"), ("dtmf = {}", "'max' is missing"),
        ("speech = true, initial_silence_timeout = 21", "at most 20"),
        ("choices = {}", "'choices' is empty"), ("choices = { { label = '' } }", "empty label"),
        ("choices = { { label = 'a', phrases = { ' ' } } }", "empty phrase"),
        ("choices = { { label = 'a', tone = '12' } }", "takes one key"),
        ("choices = { { label = 'a', tone = 'x' } }", "no phone has the key 'x'"),
        ("choices = { { label = 'a' }, { label = 'a' } }", "two choices have the label 'a'"),
        (
            "choices = { { label = 'a', tone = '1' }, { label = 'b', tone = '1' } }",
            "two choices have the key '1'"
        ),
        (
            "choices = { { label = 'a', phrases = 'Go' }, { label = 'b', phrases = 'go' } }",
            "two choices have the phrase 'go'"
        ),
        ("choices = { { label = 'a' } }, dtmf = { max = 1 }", "leave 'dtmf' out"),
        ("speech = { end_silence_timeout = 0 }", "must be from 0.1 to 60"),
    ])
    func aMistakeSaysWhatIsWrong(options: String, sentence: String) throws {
        let driver = try InstanceDriver.handling("call:recognize { \(options) }", prelude: "flow { voice = 'v' }")
        #expect(driver.failures.first?.message.contains(sentence) == true, "\(driver.failures)")
    }

    @Test func sourcesMixTextsFilesAndSSML() throws {
        let voice = Voice(name: "v")
        let file = "https://example.com/a.wav"
        let ssml = "<speak version='1.0'>Hi</speak>"
        #expect(
            try sources(
                """
                sources = {
                  { file = "\(file)", cache_id = "gong" }, { text = "Hello.", voice = "w" },
                  { ssml = "\(ssml)", custom_voice = "6d4b" }, { text = "Bye." },
                }
                """)
                == [
                    .cached(.file(uri: file), id: "gong"), .text("Hello.", voice: Voice(name: "w")),
                    .ssml(ssml, customVoiceEndpointID: "6d4b"), .text("Bye.", voice: voice),
                ])
        #expect(
            try sources("text = 'Hi', custom_voice = '6d4b'")
                == [.text("Hi", voice: Voice(name: "v", customEndpointID: "6d4b"))])
        #expect(try sources("ssml = \"\(ssml)\"") == [.ssml(ssml)])
        #expect(
            try sources("text = 'Hi', locale = 'en-GB', voice_kind = 'male'")
                == [.text("Hi", voice: Voice(locale: "en-GB", kind: "male"))])
    }

    @Test(arguments: [
        ("text = 'a', file = 'https://example.com/a.wav'", "either text or file"),
        ("sources = {}", "'sources' is empty"),
        ("sources = { { text = 'a', ssml = '<speak></speak>' } }", "each of 'sources' has one of"),
        ("sources = { { text = { 'a' } } }", "'text' must be a text"), ("ssml = 'hello'", "must be a whole document"),
        ("text = { 'a', 'b' }, cache_id = 'x'", "single source"), ("text = 'a', cache_id = ''", "'cache_id' is empty"),
        ("file = 'prompt.wav'", "must be an address"), ("text = ' '", "'text' is empty"), ("", "nothing to play"),
    ])
    func aMistakeOfAPromptSaysWhatIsWrong(options: String, sentence: String) throws {
        let driver = try InstanceDriver.handling("call:play { \(options) }", prelude: "flow { voice = 'v' }")
        #expect(driver.failures.first?.message.contains(sentence) == true, "\(driver.failures)")
    }
}
