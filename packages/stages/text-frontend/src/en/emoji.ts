/** Names of common emoji, by their first character; skin tones and presentation signs are passed over. */
const table = `
😀 grinning face|😃 smiling face|😄 smiling face|😁 beaming face|😆 laughing face|😅 nervous laugh|🤣 rolling on the floor laughing|😂 tears of joy|🙂 slight smile|🙃 upside down face|😉 wink|😊 blushing smile|😇 angel face|🥰 face with hearts|😍 heart eyes|🤩 star struck|😘 kiss|😗 kissing face|😋 yummy face|😛 tongue out|😜 winking with tongue out|🤪 zany face|🤗 hug|🤭 hand over mouth|🤫 shush|🤔 thinking face|🤐 zipped mouth|😐 neutral face|😑 blank face|😶 no mouth|😏 smirk|😒 unamused face|🙄 eye roll|😬 grimace|😌 relieved face|😔 sad face|😪 sleepy face|🤤 drooling face|😴 sleeping face|😷 face with mask|🤒 sick face|🤕 bandaged face|🤢 nauseated face|🤮 vomiting face|🤧 sneezing face|🥵 hot face|🥶 cold face|🥴 woozy face|😵 dizzy face|🤯 mind blown|🤠 cowboy face|🥳 party face|😎 sunglasses|🤓 nerd face|😕 confused face|😟 worried face|🙁 frown|☹ frown|😮 surprised face|😯 surprised face|😲 astonished face|😳 flushed face|🥺 pleading face|😦 frowning face|😨 fearful face|😰 anxious face|😥 disappointed face|😢 crying face|😭 sobbing face|😱 scream|😖 confounded face|😞 disappointed face|😓 downcast face|😩 weary face|😫 tired face|🥱 yawn|😤 huffing face|😡 angry face|😠 angry face|🤬 cursing face|😈 devil|👿 devil|💀 skull|💩 poop|🤡 clown|👻 ghost|👽 alien|🤖 robot|😺 smiling cat|🙈 see no evil monkey|🙉 hear no evil monkey|🙊 speak no evil monkey
❤ red heart|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🖤 black heart|🤍 white heart|💔 broken heart|💕 two hearts|💖 sparkling heart|💯 one hundred points|💥 boom|💦 sweat drops|💬 speech bubble|💤 sleeping
👋 waving hand|✋ raised hand|👌 okay hand|✌ victory hand|🤞 crossed fingers|🤟 love you gesture|👈 pointing left|👉 pointing right|👆 pointing up|👇 pointing down|👍 thumbs up|👎 thumbs down|✊ raised fist|👊 fist bump|👏 clapping hands|🙌 raised hands|🤝 handshake|🙏 folded hands|💪 flexed arm|👀 eyes|🧠 brain|👶 baby|👦 boy|👧 girl|👨 man|👩 woman|🤷 shrug|🤦 facepalm|🏃 runner|💃 dancer
🐶 dog|🐱 cat|🐭 mouse|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐯 tiger|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey|🐔 chicken|🐧 penguin|🐦 bird|🦆 duck|🦉 owl|🐺 wolf|🐴 horse|🦄 unicorn|🐝 bee|🐛 bug|🦋 butterfly|🐢 turtle|🐍 snake|🐙 octopus|🐬 dolphin|🐳 whale|🦈 shark|🐘 elephant|🌸 blossom|🌹 rose|🌻 sunflower|🌲 tree|🌳 tree|🌵 cactus|🍀 four leaf clover|🍁 maple leaf
🍎 apple|🍌 banana|🍇 grapes|🍓 strawberry|🍉 watermelon|🍑 peach|🍕 pizza|🍔 burger|🍟 fries|🌮 taco|🍣 sushi|🍦 ice cream|🍩 doughnut|🍪 cookie|🎂 birthday cake|🍰 cake|🍫 chocolate|☕ coffee|🍵 tea|🍺 beer|🍻 cheers|🍷 wine|🥂 clinking glasses
⚽ soccer ball|🏀 basketball|🏈 football|⚾ baseball|🎾 tennis|🏆 trophy|🥇 gold medal|🎮 video game|🎲 die|🎨 palette|🎬 clapper board|🎤 microphone|🎧 headphones|🎵 musical note|🎶 musical notes|🎸 guitar|🎹 piano
🚗 car|🚕 taxi|🚌 bus|🚑 ambulance|🚓 police car|🚲 bicycle|🚂 train|✈ airplane|🚀 rocket|🛸 flying saucer|🚢 ship|⚓ anchor|🏠 house|🏥 hospital|🏫 school|🗽 statue of liberty|🌍 globe|🌎 globe|🌏 globe|🌙 moon|⭐ star|🌟 glowing star|✨ sparkles|⚡ lightning|🔥 fire|🌈 rainbow|☀ sun|🌞 sun|☁ cloud|🌧 rain|❄ snowflake|⛄ snowman|🌊 wave
🎉 party popper|🎊 confetti|🎈 balloon|🎁 gift|🎄 christmas tree|🎃 jack o lantern|📱 phone|💻 laptop|⌚ watch|📷 camera|📺 television|💡 light bulb|🔋 battery|📚 books|📖 book|📝 memo|✏ pencil|📌 pin|📎 paper clip|📅 calendar|📈 rising chart|📉 falling chart|📧 e mail|✉ envelope|📦 package|🔑 key|🔒 lock|🔓 unlocked|🔨 hammer|🔧 wrench|⚙ gear|🔗 link|💰 money bag|💵 dollar bill|💳 credit card|💎 gem|🔔 bell|⏰ alarm clock|⏳ hourglass|🔍 magnifying glass|🛒 shopping cart|🚨 siren|💊 pill|💉 syringe
✅ check mark|☑ check mark|✔ check mark|❌ cross mark|❎ cross mark|❗ exclamation mark|❓ question mark|⚠ warning|🚫 prohibited|⛔ no entry|♻ recycling|➡ right arrow|⬅ left arrow|⬆ up arrow|⬇ down arrow|🔴 red circle|🟢 green circle|🔵 blue circle|⚫ black circle|⚪ white circle|🏁 checkered flag|🚩 red flag
`

const names = new Map(
  table
    .trim()
    .split(/[|\n]/)
    .map((entry) => {
      const space = entry.indexOf(" ")
      return [entry.slice(0, space), entry.slice(space + 1)] as const
    })
)

/** One emoji as it is shown: a picture with its variations, a joined sequence, or a flag. */
export const emojiPattern =
  /\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\ufe0f|\ufe0e|\p{EMod})*(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})*)*/uy

/** An emoji by its name; one without a name of its own is called what it is. */
export const emojiName = (emoji: string): string =>
  /^\p{RI}/u.test(emoji) ? "flag" : (names.get(String.fromCodePoint(emoji.codePointAt(0) ?? 0)) ?? "emoji")
