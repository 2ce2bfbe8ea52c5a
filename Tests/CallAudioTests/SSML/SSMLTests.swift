import Testing

@testable import CallAudio

@Suite struct SSMLTests {
    @Test func wordsAndPausesAreToldInOrder() throws {
        let document = try SSML(
            """
            <?xml version="1.0"?><!-- a greeting -->
            <speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US">
              <voice name="en-US-JennyNeural">Hello &amp; <emphasis>wel</emphasis>come.
              <break time="500ms"/> <prosody rate='slow'>Press&#32;<say-as interpret-as="cardinal">1</say-as></prosody>
              <break strength="strong"></break><![CDATA[1 < 2]]></voice>
            </speak>
            """)
        #expect(
            document.parts == [
                .text("Hello & welcome."), .pause(0.5), .text("Press 1"), .pause(1), .text("1 < 2"),
            ])
        #expect(document.locale == "en-US" && document.pauseSeconds == 1.5)
        #expect(try SSML.plainText("<speak>a<p>b</p>c<break time='1.5s'/></speak>") == ("a b c", 1.5))
    }

    @Test func whatIsSaidOtherwiseIsSaidSo() throws {
        let document = try SSML(
            "<speak><sub alias='Public Switched'>PS</sub>TN<audio src='x.wav'>beep<desc>no</desc></audio></speak>")
        #expect(document.text == "Public Switched TN beep")
    }

    @Test func pausesHaveALimitAndADefault() throws {
        #expect(try SSML("<speak><break/></speak>").parts == [.pause(0.75)])
        #expect(try SSML("<speak/>").parts == [])
        #expect(try SSML("<speak><break time='90s'/></speak>").pauseSeconds == 20)
        #expect(try SSML("<speak>a<break strength='none'/>b</speak>").parts == [.text("a b")])
    }

    @Test(arguments: [
        ("", 1, 1, "must begin with <speak>"), ("Hello", 1, 1, "must begin with <speak>"),
        ("<speak>\n  Hello", 2, 8, "ends within <speak>"), ("<speak><p>a</speak>", 1, 12, "</speak> where </p>"),
        ("<voice>a</voice>", 1, 1, "root must be <speak>"), ("<speak>a & b</speak>", 1, 10, "write &amp;"),
        ("<speak>&nbsp;</speak>", 1, 8, "&nbsp; is no reference"),
        ("<speak><break time='soon'/></speak>", 1, 8, "500ms"),
        ("<speak><break time='-1s'/></speak>", 1, 8, "500ms"),
        ("<speak><break strength='huge'/></speak>", 1, 8, "x-strong"),
        ("<speak a='1' a='2'/>", 1, 14, "a twice"), ("<speak a=1/>", 1, 10, "quotes"),
        ("<speak a='1/>", 1, 14, "no end"),
        ("<speak><table/></speak>", 1, 8, "no element of SSML"), ("</speak>", 1, 1, "</speak> where"),
        ("<speak/>more", 1, 9, "after </speak>"),
        ("<!DOCTYPE speak><speak/>", 1, 1, "document type"), ("<speak><!-- a</speak>", 1, 8, "without its end -->"),
        ("<speak><sub>a</sub></speak>", 1, 8, "without an alias"), ("<speak a='<'/>", 1, 11, "write &lt;"),
        ("<speak><speak/></speak>", 1, 8, "within"), ("<speak>\r\n<p>\r\n</s></speak>", 3, 1, "</s> where"),
    ])
    func whatIsMalformedIsToldWithItsPlace(document: String, line: Int, column: Int, words: String) {
        let error = #expect(throws: SSMLError.self) { try SSML(document) }
        #expect(error?.line == line && error?.column == column, "\(error.map(String.init(describing:)) ?? "")")
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func depthAndSizeHaveLimits() {
        let deep = "<speak>" + String(repeating: "<p>", count: 200)
        #expect(throws: SSMLError.self) { try SSML(deep) }
        #expect(throws: SSMLError.self) { try SSML("<speak>" + String(repeating: "a", count: 300_000) + "</speak>") }
    }

    @Test func noDocumentBreaksTheReader() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "<speak>", "</speak>", "<p>", "</p>", "<break time='1s'/>", "<sub alias='x'>", "</sub>", "&amp;", "&#x41;",
            "&#0;",
            "&#xFFFFFFFF;", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "<", ">", "/", "'", "\"", "=", " ", "\n",
            "é", "word",
            "\u{301}", "xml:lang='de'", "<audio",
        ]
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...20, using: &generator)
            let middle = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
            let text = Bool.random(using: &generator) ? "<speak>\(middle)</speak>" : middle
            if let document = try? SSML(text) { #expect(document.pauseSeconds >= 0) }
            #expect(!SSML.withoutTags(text).contains("<"))
        }
    }

    @Test func theWordsOfABrokenDocumentCanStillBeHad() {
        #expect(SSML.withoutTags("<speak><p>Hello\n<b>you</p> 2 > 1") == "Hello you 2 > 1")
        #expect(SSML.withoutTags("a<") == "a" && SSML.withoutTags("") == "")
    }
}
